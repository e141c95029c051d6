using System.Buffers;
using System.Net;
using MimeKit;
using SmtpServer;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Bot.Simulator.Mail;

/// <summary>A mail server on this machine that takes whatever comes and hands it on to nobody.</summary>
internal sealed class MailSink(SimulatorSettings settings, MailBox box, SimulatorClock clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.MailPort is not { } port)
        {
            return;
        }

        var options = new SmtpServerOptionsBuilder()
            .ServerName("simulator")
            .MaxMessageSize(1024 * 1024)
            .Endpoint(builder => builder.Endpoint(new IPEndPoint(IPAddress.Loopback, port)))
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(new Store(box, clock));
        try
        {
            await new SmtpServer.SmtpServer(options, services).StartAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // asked to stop
        }
    }

    private sealed class Store(MailBox box, SimulatorClock clock) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var bytes = new MemoryStream(buffer.ToArray());
            var message = await MimeMessage.LoadAsync(bytes, cancellationToken);
            box.Add(message, clock.GetUtcNow(), string.Join(", ", transaction.To.Select(t => $"{t.User}@{t.Host}")));
            return SmtpResponse.Ok;
        }
    }
}
