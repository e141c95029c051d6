using System.Diagnostics;
using System.Net;
using System.Text;
using static LineBench.Native;

namespace LineBench;

internal static class Util
{
    public static (IPAddress ip, int port, string host, string path) Url(string url)
    {
        var u = new Uri(url);
        if (u.Scheme != "http") throw new ArgumentException("only http:// URLs: " + url);
        var ip = IPAddress.TryParse(u.Host, out var p) ? p : Dns.GetHostAddresses(u.Host).First(a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork);
        return (ip, u.Port, u.Authority, u.PathAndQuery);
    }
    public static byte[] U8(string s) => Encoding.UTF8.GetBytes(s);
}
