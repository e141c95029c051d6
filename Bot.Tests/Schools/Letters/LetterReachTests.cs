using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Letters;

public sealed class LetterReachTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, JapanTime.Offset);
    private static readonly SchoolClass First = new(new ClassId(new Guid(1, 0, 0, new byte[8])), "hoshimi-school", new SchoolYear(2026), 1, "1組");
    private static readonly SchoolClass Second = First with { Id = new ClassId(new Guid(2, 0, 0, new byte[8])), Grade = 2 };
    private static readonly CitizenId Mother = new("U-mother");
    private static readonly CitizenId Father = new("U-father");

    [Test]
    public void The_furthest_guardian_of_a_home_counts_and_a_child_without_one_is_telephoned()
    {
        Pupil[] pupils = [Pupil(1, First), Pupil(2, First), Pupil(3, First)];
        var guardians = new[] { (1, Mother), (1, Father), (2, Mother) }.ToLookup(g => Id(g.Item1), g => g.Item2);
        var readers = new Dictionary<CitizenId, LetterReader>
        {
            [Mother] = new(Guid.NewGuid(), Guid.Empty, Mother, Now, null, null),
            [Father] = new(Guid.NewGuid(), Guid.Empty, Father, Now, Now, null),
        };
        var letter = Letter(LetterKind.Urgent, First.Id);

        var reached = LetterReach.Of(pupils, guardians, readers);
        reached.Select(r => (r.Pupil.Child.Number, r.Reached)).ShouldBe([("1", Reached.Confirmed), ("2", Reached.Opened), ("3", Reached.Nobody)]);
        reached.Count(r => LetterReach.IsThrough(letter, r.Reached)).ShouldBe(1, "what is urgent must be confirmed");
        reached.Count(r => LetterReach.IsThrough(Letter(LetterKind.Letter), r.Reached)).ShouldBe(2);
    }

    [Test]
    public void Who_was_linked_after_it_was_sent_did_not_get_it()
    {
        var guardians = new[] { (1, Mother) }.ToLookup(g => Id(g.Item1), g => g.Item2);
        LetterReach.Of([Pupil(1, First)], guardians, new Dictionary<CitizenId, LetterReader>()).Single().Reached.ShouldBe(Reached.Nobody);
    }

    [Test]
    public void It_is_for_the_classes_grades_and_members_named_together_and_for_all_only_when_none_is_named()
    {
        var third = First with { Id = new ClassId(new Guid(3, 0, 0, new byte[8])), Grade = 3 };
        Pupil[] pupils = [Pupil(1, First), Pupil(2, Second), Pupil(3, third), Pupil(4, third)];
        IEnumerable<string> For(SchoolLetter letter, params ChildId[] members) => pupils.Where(p => letter.IsFor(p, members.ToHashSet())).Select(p => p.Child.Number);
        var club = new GroupId(new Guid(9, 0, 0, new byte[8]));

        For(Letter(LetterKind.Letter)).ShouldBe(["1", "2", "3", "4"]);
        For(Letter(LetterKind.Letter, First.Id)).ShouldBe(["1"]);
        For(Letter(LetterKind.Letter, First.Id) with { Grades = [2], Groups = [club] }, Id(4)).ShouldBe(["1", "2", "4"]);
        For(Letter(LetterKind.Letter) with { Groups = [club] }).ShouldBeEmpty("a club without members is nobody, not the whole school");
    }

    [Test]
    public void It_is_read_in_the_language_it_was_written_in_and_else_in_Japanese()
    {
        var content = new LetterContent("遠足", "あした") { Translations = [new LetterTranslation(new Language("vi"), "Dã ngoại", "Ngày mai")] };
        content.In(new Language("vi")).Title.ShouldBe("Dã ngoại");
        content.In(Language.English).ShouldBe(new LetterTranslation(Language.Japanese, "遠足", "あした"));
        content.In(Language.Japanese).Body.ShouldBe("あした");
        LetterContent.Others.Select(o => o.Language).ShouldNotContain(Language.Japanese);
    }

    [Test]
    public void What_was_emptied_is_read_by_nobody() =>
        (Letter(LetterKind.Letter) with { Content = LetterContent.Emptied }).IsReadable(Now).ShouldBeFalse();

    [TestCase("2026-12-01T23:59:59+09:00", true)]
    [TestCase("2026-12-02T00:00:00+09:00", false)]
    public void It_is_read_to_the_end_of_its_last_day(string at, bool readable) =>
        (Letter(LetterKind.Menu) with { Until = new DateOnly(2026, 12, 1) }).IsReadable(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(readable);

    private static SchoolLetter Letter(LetterKind kind, params ClassId[] classes) =>
        new(Guid.NewGuid(), "hoshimi-school", kind, new LetterContent("件名", "本文"), [.. classes], JapanTime.Day(Now), Now, null);

    private static ChildId Id(int n) => new(new Guid(n, 0, 0, new byte[8]));

    private static Pupil Pupil(int n, SchoolClass of) =>
        new(new Child(Id(n), "hoshimi-school", $"{n}", new ChildPerson("星野 花", "ほしの はな", new DateOnly(2018, 5, 3), ""), false, null), of, n);
}
