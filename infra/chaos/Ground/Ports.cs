using System.Net;
using System.Net.Sockets;

namespace Bot.Chaos.Ground;

/// <summary>Ports on 127.0.0.1 that nobody listens on.</summary>
public static class Ports
{
    /// <summary>One that was free a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
