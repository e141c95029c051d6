using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Retention;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Letters;
using Bot.Tests.Postgres;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Letters;

public sealed class LetterFileTableTests
{
    private const string School = "hoshimi-school";
    private static readonly TownId Town = TestDatabase.Hoshimi;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, JapanTime.Offset);
    private static readonly Actor By = new("staff", "teacher", "hoshimi");
    private TestDatabase _store = null!;

    [SetUp]
    public async Task Start() => _store = await TestDatabase.New();

    [TearDown]
    public ValueTask End() => _store.DisposeAsync();

    [Test]
    public async Task Files_are_under_seal_of_one_school_and_fixed_once_the_letter_is_sent()
    {
        var letter = Guid.NewGuid();
        var (first, second) = (await Adds(letter, 1), await Adds(letter, 2));
        (await Files(letter)).Select(f => (f.Id, f.Name)).ShouldBe([(first, "献立1.pdf"), (second, "献立2.pdf")]);
        (await Content(letter, first)).ShouldBe("%PDF-1"u8.ToArray());
        (await Content(Guid.NewGuid(), first)).ShouldBeNull("it goes with one letter");
        (await In(tx => LetterFileTable.Of(tx, _store.Sealer, Town, "narusawa-school", letter, default))).ShouldBeEmpty();
        (await In(tx => LetterFileTable.Content(tx, _store.Sealer, Town, "narusawa-school", letter, first, default))).ShouldBeNull();
        foreach (var stored in await _store.Peek<string>("select encode(content, 'hex') || encode(name, 'hex') from school_letter_file"))
        {
            stored.ShouldNotContain(Convert.ToHexStringLower("%PDF"u8));
            stored.ShouldNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes("献立")));
        }

        (await In(tx => LetterFileTable.Remove(tx, Town, "narusawa-school", letter, second, default))).ShouldBeFalse();
        (await In(tx => LetterFileTable.Remove(tx, Town, School, letter, second, default))).ShouldBeTrue();
        await Sends(letter, until: 1, first);
        (await In(tx => LetterFileTable.Remove(tx, Town, School, letter, first, default))).ShouldBeFalse("it is sent");
        (await Adding(letter, 3)).ShouldBeFalse("it is sent");
    }

    [Test]
    public async Task Thirty_days_after_its_last_day_what_was_written_and_its_files_are_gone_and_the_numbers_stay()
    {
        var (old, fresh, held) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var of = new Dictionary<Guid, Guid>();
        foreach (var letter in (Guid[])[old, fresh, held])
        {
            of[letter] = await Adds(letter, 1);
            await Sends(letter, until: letter == fresh ? 1 : 0, of[letter]);
        }

        await In(async tx =>
        {
            var citizen = new CitizenId("U-old");
            await LetterReaderTable.Add(tx, Town, new LetterReader(Guid.NewGuid(), old, citizen, null, null, null), new byte[32], default);
            await LetterReaderTable.Opened(tx, Town, (await LetterReaderTable.Of(tx, Town, old, default))[citizen].Id, Now, default);
            await ErasureTable.Hold(tx, Town, SchoolsModule.Name, $"{held:n}", "審査請求", "a1", Now, default);
            return 0;
        });
        var rule = Bot.Api.Hosting.RetentionSetup.Rules(_store.Sealer).Single(r => r.Category == "school-letter");
        Task<IReadOnlyList<ErasedRow>> Erases(DateTimeOffset now) => In(tx => rule.Erase(tx, Town, rule.Before(now), 100, default));
        (await Erases(Now.AddDays(30))).ShouldBeEmpty("a day too early");
        (await Erases(Now.AddDays(31))).Select(r => r.Id).ShouldBe([$"{old:n}"]);
        (await Erases(Now.AddDays(31))).ShouldBeEmpty();

        (await Content(old, of[old])).ShouldBeNull();
        (await Content(fresh, of[fresh])).ShouldNotBeNull();
        (await Content(held, of[held])).ShouldNotBeNull("under legal hold");
        (await _store.Peek<int>("select count(*)::int from school_letter_file where coalesce(name, content, small) is not null")).ShouldBe([2]);
        var gone = (await In(tx => SchoolLetterTable.Read(tx, _store.Sealer, Town, old, default)))!;
        (gone.Content, gone.IsReadable(Now)).ShouldBe((LetterContent.Emptied, false));
        (await In(tx => LetterReaderTable.Counts(tx, Town, [old], default)))[old].ShouldBe((1, 1, 0));
    }

    [Test]
    public async Task A_file_that_was_never_sent_is_gone_after_a_day()
    {
        var (sent, draft) = (Guid.NewGuid(), Guid.NewGuid());
        var (kept, left) = (await Adds(sent, 1), await Adds(draft, 2));
        await Sends(sent, until: 1, kept);
        var rule = Bot.Api.Hosting.RetentionSetup.Rules(_store.Sealer).Single(r => r.Category == "school-letter.unsent");
        (await In(tx => rule.Erase(tx, Town, rule.Before(Now.AddDays(1)), 100, default))).ShouldBeEmpty();
        (await In(tx => rule.Erase(tx, Town, rule.Before(Now.AddDays(1).AddSeconds(9)), 100, default))).Select(r => r.Id).ShouldBe([$"{left:n}"]);
        (await Files(sent)).Select(f => f.Id).ShouldBe([kept]);
    }

    private Task<T> In<T>(Func<NpgsqlTransaction, Task<T>> work) => _store.Database.InTown(Town, work, default);

    private Task<IReadOnlyList<LetterFile>> Files(Guid letter) => In(tx => LetterFileTable.Of(tx, _store.Sealer, Town, School, letter, default));

    private Task<byte[]?> Content(Guid letter, Guid file) => In(tx => LetterFileTable.Content(tx, _store.Sealer, Town, School, letter, file, default));

    private static NewLetterFile Made(int n) =>
        new(new LetterFile(Guid.CreateVersion7(Now.AddMilliseconds(n)), $"献立{n}.pdf", LetterFile.Pdf, 6), Encoding.ASCII.GetBytes($"%PDF-{n}"), null);

    private async Task<Guid> Adds(Guid letter, int n)
    {
        var made = Made(n);
        (await In(tx => LetterFileTable.Add(tx, _store.Sealer, Town, letter, School, made, By, Now, default))).ShouldBeTrue();
        return made.File.Id;
    }

    private Task<bool> Adding(Guid letter, int n) => In(tx => LetterFileTable.Add(tx, _store.Sealer, Town, letter, School, Made(n), By, Now, default));

    private Task<bool> Sends(Guid letter, int until, params Guid[] files) => In(tx => SchoolLetterTable.Add(
        tx, _store.Sealer, Town, new SchoolLetter(letter, School, LetterKind.Letter, new LetterContent("献立", "12月です"), [], JapanTime.Day(Now).AddDays(until), Now, null) { Files = [.. files] }, By, default));
}
