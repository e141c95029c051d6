using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>Tells programs of the town by web hook. What they answer beside the status is not read.</summary>
public sealed class StaffHooks(IHttpClientFactory clients, Database database, Sealer sealer, ToldStory story, HookWire wire, TimeProvider clock)
{
    public const string SignatureHeader = "LineBot-Signature";

    public async Task<Delivery> Send(OutboxJob job, CancellationToken stop)
    {
        if (StaffBody.Read(job.Row.Body) is not { } body)
        {
            return new Delivery.Failed("送信内容を読み取れません");
        }

        if (await database.ReadInTown(job.Town, tx => StaffHookTable.Find(tx, sealer, job.Town, body.Department, stop), stop) is not { } hook)
        {
            return new Delivery.Failed("ウェブフックの登録がなくなっています");
        }

        if (!wire.Takes(hook.Address))
        {
            return new Delivery.Failed("ウェブフックのアドレスは使えません（httpsで、外部のものだけ）");
        }

        try
        {
            var status = await Post(hook, body.Text, job.Row.Id, stop);
            if ((int)status is not (>= 200 and < 300))
            {
                return Told(status);
            }
        }
        catch (HttpRequestException inside) when (inside.InnerException is InsideAddressException)
        {
            return new Delivery.Failed("ウェブフックのアドレスが、内部のネットワークを指しています");
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException or IOException)
        {
            return new Delivery.Retry(TimeSpan.Zero, trouble is OperationCanceledException ? "ウェブフックの相手が10秒以内に応えません" : "ウェブフックの相手につながりません");
        }

        await story.Note(job, body.Batch, "hook", stop);
        return new Delivery.Sent(null);
    }

    /// <summary>What stands in the header: the seconds since 1970, and HMAC-SHA256 over them, a full stop and the body.</summary>
    public static string Sign(string secret, DateTimeOffset now, string body)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")))}";
    }

    private async Task<HttpStatusCode> Post(StaffHook hook, string text, Guid id, CancellationToken stop)
    {
        using var client = clients.CreateClient(HookWire.Name);
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Address) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
        request.Headers.Add(SignatureHeader, Sign(hook.Secret, clock.GetUtcNow(), text));
        request.Headers.Add("Idempotency-Key", id.ToString());
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        return answer.StatusCode;
    }

    private static Delivery Told(HttpStatusCode status) => (int)status switch
    {
        408 or 425 or 429 or >= 500 => new Delivery.Retry(TimeSpan.Zero, $"ウェブフックの相手が受け付けられませんでした（{(int)status}）"),
        >= 300 and < 400 => new Delivery.Failed($"ウェブフックの相手が別のアドレスへ移るように答えました（{(int)status}）。移動先へは送りません"),
        _ => new Delivery.Failed($"ウェブフックの相手が受け付けませんでした（{(int)status}）"),
    };
}
