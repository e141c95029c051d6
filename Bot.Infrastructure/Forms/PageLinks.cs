using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.Forms;

/// <summary>
/// One-time links to the page where personal questions are asked. The address follows from its cause, so a repeated turn gives the
/// same link; only its hash is stored, so who reads the table opens nothing. The first browser that opens it keeps it.
/// </summary>
public sealed class PageLinks(LinksKey key)
{
    /// <summary>A link can be opened, and opened again by the same browser, for so long.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(15);

    /// <summary>What is being typed may be sent for so long after the page was first opened; slow typists lose nothing.</summary>
    public static readonly TimeSpan TimeToType = TimeSpan.FromMinutes(60);

    private readonly byte[] _key = key.For("page-link");

    /// <summary>Makes the link of a turn; its path below <c>{PublicBaseUrl}/{town}/</c>, and the row without which it opens nothing.</summary>
    public (string Path, NewPageLink Row) Make(TownId town, CitizenId citizen, string cause, Effect.OpenPage page, Language language, DateTimeOffset now)
    {
        var token = Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{town.Value}|{citizen.Value}|{cause}")));
        return ($"f/{token}", new NewPageLink(Hash(token), citizen, page, language, now, now + GoodFor));
    }

    /// <summary>A browser asks for the page.</summary>
    /// <param name="browser">The secret in its cookie; <c>null</c> when it has none.</param>
    /// <param name="opens">Whether a person seems to open it; robots that look at links must not take them.</param>
    public static Task<PageVisit> Visit(
        NpgsqlTransaction tx, TownId town, string token, string? browser, bool opens, DateTimeOffset now, CancellationToken stop) =>
        Meet(tx, town, token, browser, opens, until: row => row.ExpiresAt, now, stop);

    /// <summary>A browser sends what was typed. Only the one that opened the page can.</summary>
    public static Task<PageVisit> Receive(NpgsqlTransaction tx, TownId town, string token, string? browser, DateTimeOffset now, CancellationToken stop) =>
        Meet(tx, town, token, browser, opens: false, until: row => (row.OpenedAt ?? row.MadeAt) + TimeToType, now, stop);

    /// <summary>Marks the link used. Marking it again changes nothing.</summary>
    public static Task Close(NpgsqlTransaction tx, TownId town, string token, DateTimeOffset now, CancellationToken stop) =>
        PageLinkTable.Close(tx, town, Hash(token), EventId(token), now, stop);

    /// <summary>Of an address, the part that could be a token of ours.</summary>
    public static bool CouldBe(string token) => token.Length == 43 && Base64Url.IsValid(token);

    private static async Task<PageVisit> Meet(
        NpgsqlTransaction tx, TownId town, string token, string? browser, bool opens,
        Func<PageLinkTable.Row, DateTimeOffset> until, DateTimeOffset now, CancellationToken stop)
    {
        if (!CouldBe(token) || await PageLinkTable.Lock(tx, town, Hash(token), stop) is not { } row)
        {
            return new PageVisit.Unknown();
        }

        var link = new PageLink(
            row.CitizenId, row.FormId, new TurnNo(row.Began), [.. row.Questions.Split(' ').Select(q => new QuestionId(q))], new Language(row.Language), EventId(token));
        var (own, gone) = (browser is not null && IsOf(browser, row), now >= until(row));
        switch (row)
        {
            case { SubmittedAt: { } submitted }:
                return own && now < submitted + TimeToType ? new PageVisit.Sent(link) : new PageVisit.Used(link.Language);
            case { CookieHash: not null } when !own:
                return new PageVisit.Elsewhere(link.Language);
            case var _ when gone:
                return new PageVisit.Expired(link.Language);
            case { CookieHash: not null }:
                return new PageVisit.Open(link);
            case var _ when !opens || browser is null:
                return new PageVisit.Waiting(link.Language);
            default:
                await PageLinkTable.Bind(tx, town, Hash(token), Hash(browser), now, stop);
                return new PageVisit.Open(link);
        }
    }

    private static bool IsOf(string browser, PageLinkTable.Row row) =>
        row.CookieHash is { } hash && CryptographicOperations.FixedTimeEquals(Hash(browser), hash);

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>One link, one event, however often it is sent.</summary>
    private static string EventId(string token) => $"form-{Base64Url.EncodeToString(Hash(token))}";
}
