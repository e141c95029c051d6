using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Asks;
using Bot.Infrastructure.Schools.Letters;
using Bot.Tests.Console;
using Bot.Tests.Forms;

namespace Bot.Tests.Schools.Asks;

/// <summary>星見小学校 with two classes: 花 and 空 are siblings with two guardians, 陸 has one, 凪 has none.</summary>
internal sealed class AskWorld : IAsyncDisposable
{
    public const string School = "hoshimi-school";
    public static readonly TownId Town = new("hoshimi");
    public static readonly Actor By = new("staff", "teacher", "hoshimi");
    public static readonly CitizenId Mother = new("U-ask-mother");
    public static readonly CitizenId Father = new("U-ask-father");
    public static readonly CitizenId Other = new("U-ask-other");

    public static readonly SchoolClass Third = new(new ClassId(NamedGuid.From("ask-class", "3")), School, SchoolYear.Of(Today), 3, "2組");
    public static readonly SchoolClass Fifth = new(new ClassId(NamedGuid.From("ask-class", "5")), School, SchoolYear.Of(Today), 5, "1組");

    public static readonly ChildId Hana = Id("花");
    public static readonly ChildId Sora = Id("空");
    public static readonly ChildId Riku = Id("陸");
    public static readonly ChildId Nagi = Id("凪");

    private AskWorld(ConsoleHost host) => Host = host;

    public ConsoleHost Host { get; }

    public static DateOnly Today => JapanTime.Day(TimeProvider.System.GetUtcNow());

    public static async Task<AskWorld> Start()
    {
        var world = new AskWorld(await ConsoleHost.Start());
        var (host, now) = (world.Host, TimeProvider.System.GetUtcNow());
        await host.Database.InTown(Town, async tx =>
        {
            await ClassTable.Add(tx, Town, Third, default);
            await ClassTable.Add(tx, Town, Fifth, default);
            foreach (var (n, (name, of)) in new[] { ("星野 花", Third), ("月岡 陸", Third), ("川原 凪", Third), ("星野 空", Fifth) }.Index())
            {
                var child = new Child(Id(name[^1..]), School, $"{n}", new ChildPerson(name, "ほしの", new DateOnly(2018, 5, 3), "0999-00-0001"), false, null);
                await ChildTable.Add(tx, host.Store.Sealer, Town, child, Today, now, default);
                await ChildTable.Place(tx, Town, child.Id, of.Id, n + 1, Today, default);
            }

            foreach (var (n, (child, guardian, nickname)) in new[] { (Hana, Mother, "はな"), (Sora, Mother, "そら"), (Hana, Father, "はなちゃん"), (Riku, Other, "りく") }.Index())
            {
                await GuardianTable.Link(tx, host.Store.Sealer, Town, Guid.NewGuid(), child, guardian, nickname, false, now.AddSeconds(n), default);
            }
        }, default);
        return world;
    }

    /// <summary>Sends a letter with the ask to the whole school.</summary>
    public Task<SchoolLetter> Send(Ask ask, IReadOnlyList<Slot>? slots = null) => Host.Database.InTown(Town, async tx =>
    {
        var letter = new SchoolLetter(Guid.NewGuid(), School, LetterKind.Letter, new LetterContent("秋の予定", "お答えください。"), [], Today.AddDays(60), TimeProvider.System.GetUtcNow(), null);
        await AskTable.Save(tx, Host.Store.Sealer, Town, ask, By, default);
        if (slots is not null)
        {
            await SlotTable.Put(tx, Town, ask.Id, slots, default);
        }

        await Host.Get<SchoolLetterDesk>().Send(tx, Town, letter, By, default);
        await AskTable.Bind(tx, Town, ask.Id, School, letter.Id, default);
        return letter;
    }, default);

    public static Ask Survey(bool perHome = false, DateOnly? due = null) => new(
        Guid.NewGuid(), School, AskKind.Survey,
        new AskContent("運動会", [
            new SurveyQuestion("参加しますか", QuestionKind.One, ["参加する", "参加しない"], Must: true),
            new SurveyQuestion("手伝えること", QuestionKind.Several, ["準備", "片付け", "受付"], Must: false),
            new SurveyQuestion("見に来る人数", QuestionKind.Number, [], Must: false),
            new SurveyQuestion("ご意見", QuestionKind.Text, [], Must: false),
        ]),
        perHome, due ?? Today.AddDays(7), null, TimeProvider.System.GetUtcNow());

    /// <summary>The address of the page on which a guardian reads a letter.</summary>
    public string Page(SchoolLetter letter, CitizenId guardian) => Page(letter.Id, guardian);

    public string Page(Guid letter, CitizenId guardian) =>
        $"/hoshimi/school-letter/{Host.Get<LetterCodes>().For(Town, NamedGuid.From($"{letter:n}", guardian.Value))}";

    public Surfer Guardian() => new(Host.Address);

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private static ChildId Id(string name) => new(NamedGuid.From("ask-child", name));
}
