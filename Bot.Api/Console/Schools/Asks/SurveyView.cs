using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Infrastructure.Schools.Asks;
using Npgsql;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>A survey as it stands.</summary>
/// <param name="Story">All answers of the child that is looked at, the last first.</param>
public sealed record SurveyView(SentAsk Sent, IReadOnlyDictionary<ChildId, AnswerRow> Answers, IReadOnlyList<AnswerRow> Story)
{
    public SurveyCount Count { get; } = new(
        Sent.Ask.PerHome, [.. Sent.Classes.Select(c => c.Id)],
        [.. Sent.Pupils.Where(p => Answers.ContainsKey(p.Child.Id)).Select(p => (p.Class.Id, Answers[p.Child.Id].Answer))]);

    public IReadOnlyList<Pupil> Waiting => [.. Sent.Pupils.Where(p => !Answers.ContainsKey(p.Child.Id))];

    /// <summary>What was written in words, in the order of the classes; a home's words once.</summary>
    public IEnumerable<(Pupil Pupil, string Text)> Words(int question) => Sent.Pupils
        .Where(p => Answers.TryGetValue(p.Child.Id, out var row) && !row.Answer.Answers[question].IsEmpty)
        .DistinctBy(p => Sent.Ask.PerHome ? Answers[p.Child.Id].Answer.Home : p.Child.Id.Value)
        .Select(p => (p, Answers[p.Child.Id].Answer.Answers[question].Text));

    internal static async Task<SurveyView?> Of(NpgsqlTransaction tx, Visit visit, School school, Guid id, AskPages pages, string what, ChildId? child = null)
    {
        if (await pages.Sent(tx, visit, school, id, AskKind.Survey, what) is not { } sent)
        {
            return null;
        }

        return new SurveyView(
            sent, await AnswerTable.Current(tx, pages.Sealer, visit.TownId, id, visit.Stop),
            child is { } one ? await AnswerTable.Of(tx, pages.Sealer, visit.TownId, id, [one], visit.Stop) : []);
    }
}
