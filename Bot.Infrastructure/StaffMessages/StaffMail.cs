using System.Net.Sockets;
using Bot.Infrastructure.Outbox;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>
/// Sends a message to staff by mail, each in a session of its own. When the server's answer to a message is lost, it is sent again under the same Message-ID,
/// by which the receiving program knows a second copy.
/// </summary>
public sealed class StaffMail(MailSettings? settings, ToldStory story, TimeProvider clock) : IDisposable
{
    /// <summary>An urgent message waits no longer for a server that is away.</summary>
    private static readonly TimeSpan UrgentPause = TimeSpan.FromMinutes(1);

    /// <summary>More sessions at once look like an attack to many servers.</summary>
    private readonly SemaphoreSlim _sessions = new(4);

    public async Task<Delivery> Send(OutboxJob job, CancellationToken stop)
    {
        if (settings is null)
        {
            return new Delivery.Failed("メールの送信が設定されていません");
        }

        if (StaffBody.Read(job.Row.Body) is not { } body || !MailboxAddress.TryParse(body.To, out var to))
        {
            return new Delivery.Failed("送信内容を読み取れません");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(settings.Longest);
        try
        {
            await _sessions.WaitAsync(limit.Token);
            try
            {
                await Send(settings, Message(settings, job, body, to), limit.Token);
            }
            finally
            {
                _sessions.Release();
            }
        }
        catch (Exception trouble) when (Told(trouble, job) is { } told)
        {
            return told;
        }

        await story.Note(job, body.Batch, "mail", stop);
        return new Delivery.Sent(null);
    }

    public void Dispose() => _sessions.Dispose();

    private static async Task Send(MailSettings settings, MimeMessage message, CancellationToken stop)
    {
        using var client = new SmtpClient { ServerCertificateValidationCallback = settings.Judge, CheckCertificateRevocation = false };
        await client.ConnectAsync(settings.Host, settings.Port, settings.Security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        }, stop);
        if (settings is { User: { } user, Password: { } password })
        {
            await client.AuthenticateAsync(user, password, stop);
        }

        await client.SendAsync(message, stop);
        try
        {
            await client.DisconnectAsync(quit: true, stop);
        }
        catch (Exception late) when (late is IOException or ProtocolException or CommandException or SocketException or OperationCanceledException)
        {
            // It was taken before; how the server says good-bye is its own affair.
        }
    }

    private MimeMessage Message(MailSettings settings, OutboxJob job, StaffBody body, MailboxAddress to)
    {
        var domain = settings.From[(settings.From.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var message = new MimeMessage
        {
            Subject = body.Subject,
            MessageId = $"{job.Row.Id:n}@{domain}",
            Date = clock.GetUtcNow().ToOffset(Bot.Domain.Kernel.JapanTime.Offset),
            Body = new TextPart(TextFormat.Plain) { Text = body.Text, ContentTransferEncoding = ContentEncoding.Base64 },
        };
        message.From.Add(MailboxAddress.Parse(settings.From));
        message.To.Add(to);
        message.Headers.Add(HeaderId.ListId, $"<{body.Department}.{job.Town.Value}.staff-messages.{domain}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (job.Row.Lane == Lane.Alert)
        {
            message.Importance = MessageImportance.High;
        }

        return message;
    }

    /// <summary>What a failure means; what the server said stays out, since addresses stand in it.</summary>
    private static Delivery? Told(Exception trouble, OutboxJob job) => trouble switch
    {
        SmtpCommandException { StatusCode: var status } when (int)status is >= 500 => new Delivery.Failed($"メールサーバーが受け付けませんでした（{(int)status}）。宛先を確かめてください"),
        SmtpCommandException { StatusCode: var status } => Later(job, $"メールサーバーが、あとで送るように答えました（{(int)status}）"),
        // Somebody exchanges the password: the message must outlast that.
        AuthenticationException => new Delivery.Retry(UrgentPause, "メールサーバーが認証を拒否しました"),
        SslHandshakeException => Later(job, "メールサーバーと安全な接続ができません（証明書）"),
        NotSupportedException => Later(job, "メールサーバーが、設定した方法の接続（STARTTLSなど）に対応していません"),
        OperationCanceledException => Later(job, "メールサーバーの応答が遅く、時間内に終わりませんでした"),
        IOException or SocketException or ProtocolException or CommandException or ServiceNotConnectedException => Later(job, "メールサーバーにつながりません"),
        _ => null,
    };

    private static Delivery.Retry Later(OutboxJob job, string why) => new(job.Row.Lane == Lane.Alert && job.Attempts > 5 ? UrgentPause : TimeSpan.Zero, why);
}
