using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Conversations;
using Npgsql;

namespace Bot.Infrastructure.DamageReports.Open311;

/// <summary>A report as a program hands it in. Where a picture is to be found is text for staff: nobody fetches it.</summary>
/// <param name="Given">The program's own identifier, by which the same report sent twice is one; <c>null</c> when it gives none.</param>
/// <param name="Label">The words for the place.</param>
public sealed record Open311Report(
    string Kind, GeoPoint Point, string Label, Danger Danger, string? Name, string? Telephone, string? Email, string? Description, string? Media, string? Given);

/// <summary>News that a program sends of a report.</summary>
/// <param name="Given">The program's own identifier of it.</param>
public sealed record Open311Update(string Number, string Given, string Status, DateTimeOffset At, string Description, string? Name, string? Telephone, string? Email, string? Media);

/// <summary>What came of a report.</summary>
public abstract record Open311Outcome
{
    private Open311Outcome() { }

    /// <param name="Number">By which it is known from now on.</param>
    public sealed record Taken(string Number) : Open311Outcome;

    /// <summary>The place lies outside the region.</summary>
    public sealed record Outside : Open311Outcome;

    /// <summary>The kind is not taken, at least not now.</summary>
    public sealed record NoKind : Open311Outcome;
}

/// <summary>Takes what programs send to the same desk at which residents' reports arrive.</summary>
public sealed class Open311Desk(DamageReportsModule service, Notes notes, TimeProvider clock)
{
    public async Task<Open311Outcome> Take(NpgsqlTransaction tx, TownId town, Open311Key key, Open311Report report, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var turn = new TurnContext(tx, town, null, $"open311/{key.Id:n}/{Named(report.Given)}", now);
        var verdict = await service.Module.Desks[DamageForms.Report.Id](turn, new Effect.Submit(DamageForms.Report.Id, Answers(report)), stop);
        if (verdict is not Verdict.Accepted(var id, _))
        {
            return ((Verdict.Refused)verdict).Revisit == DamageForms.Place ? new Open311Outcome.Outside() : new Open311Outcome.NoKind();
        }

        var kept = (await ReportTable.Read(tx, town, id, stop))!;
        await Open311ReportTable.Add(tx, town, id, kept.Case, key.Id, now, stop);
        await Open311KeyTable.Use(tx, town, key.Id, JapanTime.Day(now), stop);
        return new Open311Outcome.Taken((await DamageSearch.Read(tx, town, kept.Case, stop))!.Number);
    }

    /// <summary>Lays news beside a case, as a note under seal. What it says of the state is a word of theirs: ours follows from what staff do.</summary>
    /// <returns>The id of the note; the same news twice is one note.</returns>
    public async Task<Guid> Hear(NpgsqlTransaction tx, StoredCase about, Open311Key key, Open311Update update, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var id = NamedGuid.From(key.Id, $"update/{Named(update.Given)}");
        var words = Lines(
            $"Open311（{key.Title}）からの続報　{update.At.ToOffset(JapanTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}　状態：{update.Status}",
            update.Description, Labelled("名前", update.Name), Labelled("電話", update.Telephone), Labelled("メール", update.Email), Labelled("写真の所在（未確認）", update.Media));
        await notes.Write(tx, DamageDesk.Subject(about.Town, about.Id), Actor.System, id, words.Length > Notes.Longest ? JapaneseText.Whole(words[..Notes.Longest]) : words, now, stop);
        await Open311KeyTable.Use(tx, about.Town, key.Id, JapanTime.Day(now), stop);
        return id;
    }

    private static Answers Answers(Open311Report report)
    {
        var answers = Bot.Domain.Conversations.Forms.Answers.None
            .With(DamageForms.Kind, new Answer.Chosen(report.Kind))
            .With(DamageForms.Place, new Answer.Place(report.Point, report.Label))
            .With(DamageForms.Same, new Answer.Chosen(SameQuestion.Other))
            .With(DamageForms.DangerNow, new Answer.Chosen(report.Danger switch { Danger.Life => "life", Danger.Yes => "yes", _ => "no" }))
            .With(DamageForms.Photo, new Answer.Skipped())
            .With(DamageForms.More, new Answer.Chosen(MoreQuestion.Nothing));
        answers = report.Name is { } name ? answers.With(DamageForms.Name, new Answer.Words(name)) : answers;
        answers = report.Telephone is { } telephone ? answers.With(DamageForms.Telephone, new Answer.Words(telephone)) : answers;
        var remark = Lines(report.Description, Labelled("メール", report.Email), Labelled("写真の所在（未確認）", report.Media));
        return remark.Length > 0 ? answers.With(DamageForms.Remark, new Answer.Words(remark)) : answers;
    }

    private static string? Labelled(string label, string? text) => text is null ? null : $"{label}：{text}";

    private static string Lines(params ReadOnlySpan<string?> lines) => string.Join('\n', lines.ToArray().OfType<string>());

    /// <summary>Whatever a program calls its report, of one length.</summary>
    private static string Named(string? given) => given is null ? $"{Guid.NewGuid():n}" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
