using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Forms;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Forms;

/// <summary>A one-time link from its making to its end.</summary>
public sealed class LinkTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 3, 0, 0, TimeSpan.Zero);
    private const string Mine = "mine";
    private const string Theirs = "theirs";

    private readonly PageLinks _links = new(FormsHost.Key);
    private TestDatabase _database = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _database = await TestDatabase.New();
        await Make("present");
    }

    [OneTimeTearDown]
    public async Task Close() => await _database.DisposeAsync();

    [Test]
    public async Task A_repeated_turn_gives_the_same_link_and_one_row()
    {
        var first = await Make("repeated");
        var second = await Make("repeated");
        second.ShouldBe(first);
        (await Make("another")).ShouldNotBe(first);
        (await Count("citizen_id = @id", new { id = Citizen("repeated").Value })).ShouldBe(1);
    }

    [Test]
    public void No_two_of_town_resident_cause_or_key_share_a_link()
    {
        var page = FormSamples.Page;
        string[] made =
        [
            _links.Make(FormSamples.Hoshimi, new("U1"), "c", page, Language.Japanese, Noon).Path,
            _links.Make(FormSamples.Hoshimi, new("U2"), "c", page, Language.Japanese, Noon).Path,
            _links.Make(FormSamples.Hoshimi, new("U1"), "d", page, Language.Japanese, Noon).Path,
            new PageLinks(new LinksKey(new byte[32])).Make(FormSamples.Hoshimi, new("U1"), "c", page, Language.Japanese, Noon).Path,
        ];
        made.Distinct().Count().ShouldBe(4);
    }

    [Test]
    public async Task The_table_does_not_hold_what_opens_the_page()
    {
        var path = await Make("hidden");
        await Visit(path, Mine);
        var rows = await _database.Peek<string>("select page_link::text || encode(token_hash, 'escape') from page_link");
        rows.Where(row => row.Contains(path[2..], StringComparison.Ordinal) || row.Contains($"{Mine},", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Test]
    public async Task The_browser_that_opened_it_may_come_back_and_no_other_may_open_it()
    {
        var path = await Make("bound");
        (await Visit(path, Mine)).ShouldBeOfType<PageVisit.Open>().Link.Questions.ShouldBe(FormSamples.Asked);
        (await Visit(path, Mine, minutes: 14)).ShouldBeOfType<PageVisit.Open>();
        (await Visit(path, Theirs)).ShouldBeOfType<PageVisit.Elsewhere>();
        (await Visit(path, null)).ShouldBeOfType<PageVisit.Elsewhere>();
        (await Receive(path, Theirs)).ShouldBeOfType<PageVisit.Elsewhere>();
    }

    [Test]
    public async Task It_opens_for_fifteen_minutes_and_no_longer()
    {
        var path = await Make("late");
        (await Visit(path, Mine, minutes: 15)).ShouldBeOfType<PageVisit.Expired>();
        (await Visit(path, Mine, minutes: 14.9)).ShouldBeOfType<PageVisit.Open>();
        (await Visit(path, Mine, minutes: 15)).ShouldBeOfType<PageVisit.Expired>();
    }

    [Test]
    public async Task Who_opened_it_in_time_may_type_for_an_hour()
    {
        var path = await Make("slow");
        await Visit(path, Mine, minutes: 14);
        (await Receive(path, Mine, minutes: 73)).ShouldBeOfType<PageVisit.Open>();
        (await Receive(path, Mine, minutes: 75)).ShouldBeOfType<PageVisit.Expired>();
    }

    [Test]
    public async Task Nothing_is_received_from_a_link_that_nobody_opened()
    {
        var path = await Make("unopened");
        (await Receive(path, Mine)).ShouldBeOfType<PageVisit.Waiting>();
    }

    [Test]
    public async Task A_robot_that_looks_does_not_take_it()
    {
        var path = await Make("robot");
        (await Visit(path, null, opens: false)).ShouldBeOfType<PageVisit.Waiting>();
        (await Visit(path, Theirs, opens: false)).ShouldBeOfType<PageVisit.Waiting>();
        (await Visit(path, Mine)).ShouldBeOfType<PageVisit.Open>();
    }

    [Test]
    public async Task After_sending_it_only_says_so()
    {
        var path = await Make("used");
        await Visit(path, Mine);
        await _database.Database.InTown(FormSamples.Hoshimi, tx => PageLinks.Close(tx, FormSamples.Hoshimi, path[2..], Noon, default), default);
        (await Visit(path, Mine)).ShouldBeOfType<PageVisit.Sent>();
        (await Receive(path, Mine)).ShouldBeOfType<PageVisit.Sent>();
        (await Visit(path, Theirs)).ShouldBeOfType<PageVisit.Used>();
        (await Visit(path, Mine, minutes: 60)).ShouldBeOfType<PageVisit.Used>();
    }

    [TestCase("f/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("f/")]
    [TestCase("f/'; drop table page_link; --aaaaaaaaaaaaaaaaaa")]
    [TestCase("f/ああああああああああああああああああああああああああああああああああああああああああああ")]
    public async Task A_forged_token_opens_nothing(string path) => (await Visit(path, Mine)).ShouldBeOfType<PageVisit.Unknown>();

    [Test]
    public async Task A_link_of_one_town_is_unknown_in_another()
    {
        var path = await Make("elsewhere");
        var visit = await _database.Database.InTown(
            FormSamples.Kawabe, tx => PageLinks.Visit(tx, FormSamples.Kawabe, path[2..], Mine, opens: true, Noon, default), default);
        visit.ShouldBeOfType<PageVisit.Unknown>();
        (await Visit(path, Mine)).ShouldBeOfType<PageVisit.Open>();
    }

    [Test]
    public async Task Of_many_browsers_at_once_exactly_one_gets_it([Range(0, 4)] int round)
    {
        var path = await Make($"race-{round}");
        var visits = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Visit(path, $"browser-{i}"))));
        visits.Count(v => v is PageVisit.Open).ShouldBe(1);
        visits.Count(v => v is PageVisit.Elsewhere).ShouldBe(7);
    }

    [Test]
    public async Task Old_rows_are_let_go_a_page_at_a_time_and_only_the_towns_own()
    {
        foreach (var cause in new[] { "old-1", "old-2", "old-3" })
        {
            await Make(cause, Noon.AddDays(-40));
        }

        (await Forget(FormSamples.Kawabe, most: 10)).ShouldBe(0);
        (await Forget(FormSamples.Hoshimi, most: 2)).ShouldBe(2);
        (await Forget(FormSamples.Hoshimi, most: 2)).ShouldBe(1);
        (await Count("citizen_id like 'U-old%'", new { })).ShouldBe(0);
        (await Count("true", new { })).ShouldBeGreaterThan(0);

        Task<int> Forget(TownId town, int most) =>
            _database.Database.InTown(town, tx => PageLinkTable.Forget(tx, town, Noon.AddDays(-35), most, default), default);
    }

    [Test]
    public void A_key_that_could_be_guessed_is_refused()
    {
        Should.Throw<ArgumentException>(() => new LinksKey(new byte[31]));
        Should.Throw<FormatException>(() => LinksKey.Parse("not base64!"));
        FormsHost.Key.For("a").ShouldNotBe(FormsHost.Key.For("b"));
    }

    private static CitizenId Citizen(string cause) => new($"U-{cause}");

    private async Task<string> Make(string cause, DateTimeOffset? at = null)
    {
        var (path, row) = _links.Make(FormSamples.Hoshimi, Citizen(cause), cause, FormSamples.Page, Language.English, at ?? Noon);
        await _database.Database.InTown(FormSamples.Hoshimi, tx => PageLinkTable.Add(tx, FormSamples.Hoshimi, [row], default), default);
        return path;
    }

    private Task<PageVisit> Visit(string path, string? browser, double minutes = 0, bool opens = true) => _database.Database.InTown(
        FormSamples.Hoshimi, tx => PageLinks.Visit(tx, FormSamples.Hoshimi, path[2..], browser, opens, Noon.AddMinutes(minutes), default), default);

    private Task<PageVisit> Receive(string path, string browser, double minutes = 0) => _database.Database.InTown(
        FormSamples.Hoshimi, tx => PageLinks.Receive(tx, FormSamples.Hoshimi, path[2..], browser, Noon.AddMinutes(minutes), default), default);

    private async Task<long> Count(string where, object with) => (await _database.Peek<long>($"select count(*) from page_link where {where}", with)).Single();
}
