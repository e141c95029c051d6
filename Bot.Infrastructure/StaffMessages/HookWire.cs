using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>The way to web hooks. The address is judged when it is connected to, so that a name which leads elsewhere the second time leads nowhere.</summary>
/// <param name="AllowLoopback">For Development: our own machine, and without TLS.</param>
public sealed record HookWire(bool AllowLoopback)
{
    public const string Name = "staff-hook";

    /// <summary>Whether an address can be one of a web hook at all; where its name leads is judged later.</summary>
    public bool Takes(Uri address) =>
        address is { IsAbsoluteUri: true, UserInfo.Length: 0, Fragment.Length: 0, OriginalString.Length: <= 1000 }
        && (address.Scheme == Uri.UriSchemeHttps || (AllowLoopback && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && (AllowLoopback || (!address.IsLoopback && (!IPAddress.TryParse(address.DnsSafeHost, out var given) || OutsideAddress.IsOutside(given))));

    public static void Add(IServiceCollection services, HookWire wire)
    {
        services.AddSingleton(wire);
        services.AddHttpClient(Name)
            .ConfigureHttpClient(client =>
            {
                client.Timeout = TimeSpan.FromSeconds(10);
                client.DefaultRequestHeaders.UserAgent.ParseAdd("LineBot/1.0");
            })
            .ConfigurePrimaryHttpMessageHandler(wire.Handler)
            // The factory's own loggers write addresses, and secrets may stand in them.
            .RemoveAllLoggers();
    }

    internal SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 16,
        ConnectCallback = Connect,
    };

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var given) ? [given] : await Dns.GetHostAddressesAsync(host, stop);
        IPAddress[] good = [.. addresses.Where(a => OutsideAddress.IsOutside(a) || (AllowLoopback && IPAddress.IsLoopback(a)))];
        if (good.Length == 0)
        {
            throw new InsideAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(good, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The name leads into our own network.</summary>
public sealed class InsideAddressException() : Exception("a web hook leads to an address of our own network");
