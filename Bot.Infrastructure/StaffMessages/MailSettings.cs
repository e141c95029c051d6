using System.Globalization;
using System.Net.Security;
using Microsoft.Extensions.Configuration;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>How the connection to the mail server is kept secret.</summary>
public enum MailSecurity
{
    /// <summary>Begins plainly and turns to TLS; without TLS nothing is sent.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>For a server on the same machine or in a closed network.</summary>
    None,
}

/// <summary>The mail server, and as whom we write.</summary>
/// <param name="From">The address in "From".</param>
public sealed record MailSettings(string Host, int Port, MailSecurity Security, string From)
{
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The longest that one message may take, all told.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Who says which certificate is good; <c>null</c> leaves it to the machine's own list.</summary>
    internal RemoteCertificateValidationCallback? Judge { get; init; }

    /// <returns><c>null</c> when no mail server is named: then no mail goes out.</returns>
    /// <exception cref="InvalidOperationException">What is missing or wrong, for the log at the start.</exception>
    public static MailSettings? Of(IConfiguration settings) => Read(settings, out var faults) is var found && faults.Count == 0
        ? found
        : throw new InvalidOperationException(string.Join('\n', faults));

    /// <param name="faults">Each on a line of its own; none when mail is set up rightly or not at all.</param>
    public static MailSettings? Read(IConfiguration settings, out IReadOnlyList<string> faults)
    {
        var wrong = new List<string>();
        faults = wrong;
        string? Given(string name) => settings[$"Mail:{name}"] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
        if (Given("Host") is not { } host)
        {
            return null;
        }

        var security = MailSecurity.StartTls;
        if (Given("Security") is { } how && !Enum.TryParse(how, ignoreCase: true, out security))
        {
            wrong.Add("Mail__Security is none of starttls, tls, none");
        }

        var port = security switch { MailSecurity.StartTls => 587, MailSecurity.Tls => 465, _ => 25 };
        if (Given("Port") is { } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536))
        {
            wrong.Add("Mail__Port is no port");
        }

        if (Given("From") is not { } from || !MailAddressText.IsOne(from))
        {
            wrong.Add("Mail__From is missing or no mail address");
            from = "";
        }

        var (user, password) = (Given("User"), settings["Mail:Password"]);
        if (user is null != string.IsNullOrEmpty(password))
        {
            wrong.Add("Mail__User and Mail__Password belong together");
        }

        if (user is not null && security == MailSecurity.None)
        {
            wrong.Add("Mail__Security=none would send Mail__Password in the clear");
        }

        return new MailSettings(host, port, security, from) { User = user, Password = user is null ? null : password };
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port} ({Security})");
}
