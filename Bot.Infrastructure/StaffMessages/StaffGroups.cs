using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Line.Events;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Npgsql;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>
/// Hears in LINE groups two things only: the code by which a group of staff joins, and that it leaves. What else is said there is neither kept nor answered,
/// and goes no further than this class.
/// </summary>
public sealed class StaffGroups(Database database, OutboxDoorbell doorbell, TimeProvider clock)
{
    /// <summary>Whether it happened in a group or a room.</summary>
    public static bool IsElsewhere(LineEvent happened) => happened.Head.Source is LineSource.Group or LineSource.Room;

    public static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(GroupCode.Bare(code) ?? throw new ArgumentException("no code", nameof(code))));

    /// <summary>Safe to do again with the same events.</summary>
    public async Task Take(TownId town, IEnumerable<LineEvent> events, CancellationToken stop)
    {
        List<(LineEvent Event, string Group)> ours = [.. events.Where(e => !e.IsStandby && IsOurs(e)).Select(e => (e, ((LineSource.Group)e.Head.Source!).GroupId))];
        if (ours.Count == 0)
        {
            return;
        }

        await database.InTown(town, async tx =>
        {
            foreach (var (happened, group) in ours)
            {
                if (await Take(tx, town, happened, group, stop) is { } answer)
                {
                    var body = new StaffBody(Guid.Empty, "", group, "", answer).Write();
                    await OutboxTable.Add(tx, town, [new OutboxRow(NamedGuid.From($"{town}/{happened.Id}", "group"), null, Lane.Notice, StaffKinds.Line, body, null, null, clock.GetUtcNow())], stop);
                }
            }
        }, stop);
        doorbell.Ring(town);
    }

    private static bool IsOurs(LineEvent happened) => happened.Head.Source is LineSource.Group && happened switch
    {
        LineEvent.Leave => true,
        LineEvent.Message { Content: ReceivedMessage.Text { Words: var words } } => GroupCode.In(words) is not null || GroupCode.IsEnd(words),
        _ => false,
    };

    /// <returns>What the group is answered; <c>null</c> for nothing.</returns>
    private async Task<string?> Take(NpgsqlTransaction tx, TownId town, LineEvent happened, string group, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (happened is LineEvent.Message { Content: ReceivedMessage.Text { Words: var words } } && GroupCode.In(words) is { } code)
        {
            if (await StaffGroupTable.Use(tx, town, Hash(code), group, now, stop) is not { } department)
            {
                return "このコードは使えません。期限（15分）が過ぎたか、もう使われています。職員画面で作り直してください。";
            }

            await StaffGroupTable.Link(tx, town, group, department, now, stop);
            await Note(tx, town, "group-joined", department, now, stop);
            return $"このグループに、職員への通知を送ります。やめるときは「{GroupCode.EndWord}」と送ってください。ここで話したことは保存しません。";
        }

        if (await StaffGroupTable.End(tx, town, group, now, stop) is not { } left)
        {
            return null;
        }

        await Note(tx, town, "group-left", left, now, stop);
        return happened is LineEvent.Leave ? null : "このグループへの通知をやめました。";
    }

    private static Task Note(NpgsqlTransaction tx, TownId town, string what, string department, DateTimeOffset now, CancellationToken stop) =>
        AuditTable.Add(tx, town, Actor.System, new AuditEntry($"staff-messages.connect/{what}", [$"department/{department}"]), now, stop);
}
