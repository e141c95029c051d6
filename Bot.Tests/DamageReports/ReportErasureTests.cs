using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Retention;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

public sealed class ReportErasureTests
{
    [Test]
    public async Task Of_a_case_long_closed_the_person_goes_and_what_was_mended_stays()
    {
        await using var rig = await DamageRig.New();
        var answers = DamageRig.Answers("pothole", DamageWorld.Honcho, more: "words", photos: "7").With(DamageForms.Remark, new Answer.Words("花子です"));
        var closed = ((Bot.Domain.Conversations.Verdict.Accepted)await rig.Submit(answers)).Submission;
        await rig.Done(closed, new CaseMove.Finish());
        var held = ((Bot.Domain.Conversations.Verdict.Accepted)await rig.Submit(answers, 2)).Submission;
        await rig.Done(held, new CaseMove.Finish());
        var open = ((Bot.Domain.Conversations.Verdict.Accepted)await rig.Submit(answers, 3)).Submission;
        await rig.In(DamageRig.Hoshimi, async tx =>
        {
            await ErasureTable.Hold(tx, DamageRig.Hoshimi, DamageReportsModule.Name, $"{held:n}", "審査請求", "a1", rig.Clock.Now, default);
            return true;
        });

        var picture = new Picture(PictureKind.Jpeg, 2, 1, "whole"u8.ToArray(), "small"u8.ToArray());
        var work = new WorkEntry(Guid.NewGuid(), IsWork: true, "山田さん立ち会い", [new WorkPicture(WorkStage.After, picture)]);
        await rig.In(DamageRig.Hoshimi, async tx => await rig.Service.Work.Keep(tx, new Notes(rig.Store.Sealer), (await DamageSearch.Read(tx, DamageRig.Hoshimi, closed, default))!, DamageRig.Clerk.Actor, work, default));

        Task<IReadOnlyList<ErasedRow>> Erases(DateTimeOffset before) => rig.In(DamageRig.Hoshimi, tx => ReportErasureTable.Old(tx, DamageRig.Hoshimi, before, 100, default));
        (await Erases(rig.Clock.Now)).ShouldBeEmpty("a moment too early");
        (await Erases(rig.Clock.Now.AddSeconds(1))).Select(r => r.Id).ShouldBe([$"{closed:n}"]);
        (await Erases(rig.Clock.Now.AddSeconds(1))).ShouldBeEmpty();

        var gone = (await rig.Detail(closed)).Reports.Single();
        (gone.Who, gone.Report.Citizen, gone.Photos.Count).ShouldBe((null, null, 0));
        (await rig.Case(closed)).State.ShouldBe(new ReportState.Done());
        (await rig.In(DamageRig.Hoshimi, tx => WorkPhotoTable.Of(tx, DamageRig.Hoshimi, closed, default))).ShouldBeEmpty("staff's pictures may show people too");
        (await rig.Store.Peek<long>("select count(*) from timeline where words is not null")).ShouldBe([0]);
        foreach (var kept in (Guid[])[held, open])
        {
            (await rig.Detail(kept)).Reports.Single().Who!.Remark.ShouldBe("花子です");
        }
    }
}
