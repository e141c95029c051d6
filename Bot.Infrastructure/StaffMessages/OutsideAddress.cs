using System.Net;
using System.Net.Sockets;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>Which addresses a web hook may lead to: those of the outside world, never ones of our own machine or network.</summary>
public static class OutsideAddress
{
    private static readonly IPNetwork[] Closed =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    public static bool IsOutside(IPAddress address)
    {
        var inner = Inner(address);
        return !Closed.Any(n => n.BaseAddress.AddressFamily == inner.AddressFamily && n.Contains(inner)) && (ReferenceEquals(inner, address) || inner.AddressFamily == AddressFamily.InterNetwork);
    }

    /// <summary>The IPv4 address that an IPv6 address leads to, where it leads to one.</summary>
    private static IPAddress Inner(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        return bytes switch
        {
            _ when address.IsIPv4MappedToIPv6 => address.MapToIPv4(),
            // NAT64 and 6to4.
            [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, ..] => new IPAddress(bytes.AsSpan(12, 4)),
            [0x20, 0x02, ..] => new IPAddress(bytes.AsSpan(2, 4)),
            _ => address,
        };
    }
}
