using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Forms;
using Microsoft.AspNetCore.DataProtection;

namespace Bot.Api.Forms;

/// <summary>What a page asks and for whom, carried by the page itself under seal, so that it can be shown again while the database is away.</summary>
internal sealed class PageSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Bot.Api.Forms.PageSeal");

    public string Close(Sheet sheet) => _protector.Protect(JsonSerializer.Serialize(new Wire(
        sheet.Town.Value, sheet.Token, sheet.Form.Value, [.. sheet.Questions.Select(q => q.Value)], sheet.Language.Tag)));

    /// <summary><c>null</c> for anything that we did not write, or wrote for another page.</summary>
    public Sheet? Open(string? text, TownId town, string token)
    {
        try
        {
            var wire = JsonSerializer.Deserialize<Wire>(_protector.Unprotect(text ?? ""));
            return wire is not null && wire.Town == town.Value && wire.Token == token
                ? new Sheet(town, token, new FormId(wire.Form), [.. wire.Questions.Select(q => new QuestionId(q))], new Language(wire.Language))
                : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private sealed record Wire(string Town, string Token, string Form, string[] Questions, string Language);
}

/// <summary>One page of questions: where it stands and what it asks.</summary>
internal sealed record Sheet(TownId Town, string Token, FormId Form, Items<QuestionId> Questions, Language Language)
{
    public static Sheet Of(TownId town, string token, PageLink link) => new(town, token, link.Form, link.Questions, Screen.Readable(link.Language));
}
