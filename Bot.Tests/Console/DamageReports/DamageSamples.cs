using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.DamageReports;
using Bot.Tests.DamageReports;
using Shouldly;

namespace Bot.Tests.Console.DamageReports;

/// <summary>Damage reports as residents hand them in, through the desk that the talk uses.</summary>
internal static class DamageSamples
{
    /// <summary>A report of Hoshimi's; who leaves a telephone number wants a call.</summary>
    /// <param name="same">The case that it joins.</param>
    public static Task<Guid> Report(
        ConsoleHost host, string kind, GeoPoint point, string citizen, string label = "", Guid? same = null, string danger = "no", string? telephone = null, string? remark = null,
        string town = "hoshimi", params string[] photos) => host.Database.InTown(new TownId(town), async tx =>
    {
        var answers = DamageRig.Answers(kind, point, same is { } id ? $"{id:n}" : "none", danger, telephone is null ? "nothing" : MoreQuestion.Call, label, photos);
        answers = telephone is null ? answers : answers.With(DamageForms.Name, new Answer.Words("山田 花子")).With(DamageForms.Telephone, new Answer.Words(telephone));
        answers = remark is null ? answers : answers.With(DamageForms.Remark, new Answer.Words(remark));
        var turn = new TurnContext(tx, new TownId(town), new CitizenId(citizen), $"sample/{Guid.NewGuid():n}", TimeProvider.System.GetUtcNow());
        return (await host.Get<DamageReportsModule>().Module.Desks[DamageForms.Report.Id](turn, new Effect.Submit(DamageForms.Report.Id, answers), default))
            .ShouldBeOfType<Verdict.Accepted>().Submission;
    }, default);

    public static string Path(Guid id) => $"damage-reports/{id}";
}
