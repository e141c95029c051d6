using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Console.Schools.Absences;

/// <summary>A report as it is answered.</summary>
public sealed record AnsweredReport(
    School School, Pupil Pupil, Absence Absence, AbsenceStory Story, IReadOnlyList<GuardianLink> Readers, IReadOnlyList<TeacherReply> Replies, IReadOnlyList<ReplyCount> Counts);

/// <summary>The page on which staff answer a report of an absence.</summary>
internal static class ReplyEndpoints
{
    public static void MapReplies(this RouteGroupBuilder console)
    {
        const string path = "/schools/{school}/today/reply/{id:guid}";
        console.MapGet(path, Show).Needs(Rights.SchoolChange);
        console.MapPost(path, Send).Needs(Rights.SchoolChange);
    }

    public static string Of(School school, Guid absence) => $"{SheetEndpoints.Of(school)}/reply/{absence}";

    private static async Task<IResult> Show(Visit visit, string school, Guid id, SchoolDoor door, Database database, Sealer sealer) =>
        await Read(visit, school, id, door, database, sealer) is { } found ? visit.Page<ReplyPage>(new { Data = found }) : visit.NotFound();

    private static async Task<IResult> Send(Visit visit, string school, Guid id, SchoolDoor door, Database database, Sealer sealer, ReplyDesk desk)
    {
        if (await Read(visit, school, id, door, database, sealer) is not { } found)
        {
            return visit.NotFound();
        }

        var ready = visit.Fields("ready").Where(TeacherReply.Ready.Contains);
        var words = string.Join('\n', ready.Append(visit.Field("words")).Where(part => part.Length > 0));
        if (words.Length is 0 or > TeacherReply.Longest || !Guid.TryParse(visit.Field("entry"), out var entry))
        {
            return visit.Refuse<ReplyPage>(new { Data = found, Wrong = $"返事を、選んだ文と合わせて{TeacherReply.Longest}文字までで入れてください（今は{words.Length}文字）。" });
        }

        var sent = await database.InTown(
            visit.TownId, tx => desk.Send(tx, visit.TownId, found.Absence, new TeacherReply(entry, id, words, visit.Now), visit.Actor, visit.Stop), visit.Stop);
        desk.Sent(visit.TownId);
        return sent == 0
            ? visit.Refuse<ReplyPage>(new { Data = found, Wrong = "返事を受け取る保護者がいません。電話で伝えてください。" })
            : visit.Go(SheetEndpoints.Of(found.School), $"返事を送りました（保護者{sent}人）。");
    }

    /// <summary>A report that was withdrawn, or is another school's, is answered as one that does not exist.</summary>
    private static async Task<AnsweredReport?> Read(Visit visit, string school, Guid id, SchoolDoor door, Database database, Sealer sealer) =>
        door.Find(visit, school) is not { } ours ? null : await database.InTown(visit.TownId, async tx =>
        {
            if (await AbsenceSearch.Open(tx, sealer, visit.TownId, id, visit.Stop) is not var (absence, story) || absence.School != ours.Code || !absence.State.IsLive()
                || await PupilSearch.Of(tx, sealer, visit.TownId, absence.Child, visit.Today, visit.Stop) is not { } pupil)
            {
                return null;
            }

            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.see/reply", [SchoolRoomDesk.Subject(absence)], ours.Code), visit.Now, visit.Stop);
            return new AnsweredReport(
                ours, pupil, absence, story, await ReplyDesk.Readers(tx, visit.TownId, absence, visit.Stop),
                await ReplySearch.Of(tx, sealer, visit.TownId, id, visit.Stop), await ReplySearch.Counts(tx, visit.TownId, [id], visit.Stop));
        }, visit.Stop);
}
