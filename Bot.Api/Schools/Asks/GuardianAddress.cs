using Bot.Api.Forms;
using Bot.Domain.Kernel;

namespace Bot.Api.Schools.Asks;

/// <summary>The addresses at which one guardian reads and answers; the code in them is theirs alone.</summary>
public sealed record GuardianAddress(TownId Town, string Code, string? Lang)
{
    public string Letter => $"/{Town.Value}/school-letter/{Code}{Query}";

    public string Ask => $"/{Town.Value}/school-letter/{Code}/ask{Query}";

    public string Consent => $"/{Town.Value}/school-letter/{Code}/consent{Query}";

    private string Query => Screen.Parse(Lang) is { } language ? $"?lang={language.Tag}" : "";
}
