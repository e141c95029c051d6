using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Sealing;

public sealed class BlindIndexTests
{
    private TestDatabase _db = null!;
    private BlindIndex _index = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _db = await TestDatabase.New();
        _index = new BlindIndex(_db.Keys);
    }

    [OneTimeTearDown]
    public ValueTask End() => _db.DisposeAsync();

    [TestCase("星野", true)]
    [TestCase("星野花", true)]
    [TestCase("星野　花子", true)]
    [TestCase("花子", true, Description = "the given name alone")]
    [TestCase("ほしの", true)]
    [TestCase("ホシノ", true)]
    [TestCase("ﾎｼﾉ ﾊ", true)]
    [TestCase("星野花江", false)]
    [TestCase("野", false)]
    [TestCase("川辺", false)]
    public void A_person_is_found_by_the_beginning_of_a_name(string typed, bool found) =>
        Finds(_index.OfNames(TestDatabase.Hoshimi, "星野 花子", "ホシノ ハナコ"), _index.ForName(TestDatabase.Hoshimi, typed)).ShouldBe(found);

    [Test]
    public void A_name_of_one_character_and_one_longer_than_the_index_are_found()
    {
        Finds(_index.OfNames(TestDatabase.Hoshimi, "森 一"), _index.ForName(TestDatabase.Hoshimi, "森")).ShouldBeTrue();
        var longest = string.Concat(Enumerable.Repeat("寿限無", 20));
        Finds(_index.OfNames(TestDatabase.Hoshimi, longest), _index.ForName(TestDatabase.Hoshimi, longest)).ShouldBeTrue();
        _index.OfNames(TestDatabase.Hoshimi, longest, new string('あ', 4000), "👨‍👩‍👧 🎉🎉🎉🎉🎉🎉").Count.ShouldBeLessThan(60);
        _index.OfNames(TestDatabase.Hoshimi, null, "", "  ").ShouldBeEmpty();
        _index.ForName(TestDatabase.Hoshimi, " ー ").ShouldBeNull();
    }

    [TestCase("0123-45-6789", "0123456789", true)]
    [TestCase("０１２３（４５）６７８９", "0123-45-6789", true)]
    [TestCase("0123-45-6789", "6789", true)]
    [TestCase("+81 123 45 6789", "0123456789", true)]
    [TestCase("0123-45-6789", "5678", false)]
    [TestCase("0123-45-6789", "0123", false)]
    [TestCase("0123-45-6789", "789", false)]
    public void A_telephone_is_found_whole_or_by_its_last_four(string stored, string typed, bool found) =>
        Finds(_index.OfTelephone(TestDatabase.Hoshimi, stored), _index.ForTelephone(TestDatabase.Hoshimi, typed)).ShouldBe(found);

    [Test]
    public void The_same_name_has_other_tokens_in_another_town() =>
        Finds(_index.OfNames(TestDatabase.Hoshimi, "星野"), _index.ForName(TestDatabase.Kawabe, "星野")).ShouldBeFalse();

    [Test]
    public async Task Tokens_lead_to_their_subject_for_its_town_and_for_whoever_works_on_it()
    {
        var tokens = _index.OfNames(TestDatabase.Hoshimi, "星野 花子");
        await _db.Database.InTown(TestDatabase.Hoshimi, tx => SearchTokenTable.Put(tx, TestDatabase.Hoshimi, "m", "1", TestDatabase.Union, tokens, default), default);
        await _db.Database.InTown(TestDatabase.Hoshimi, tx => SearchTokenTable.Put(tx, TestDatabase.Hoshimi, "m", "2", TestDatabase.Hoshimi, tokens, default), default);
        var token = _index.ForName(TestDatabase.Hoshimi, "星野")!;

        (await As(TestDatabase.Hoshimi)).ShouldBe(["1", "2"]);
        (await As(TestDatabase.Union)).ShouldBe(["1"], "only what is meant for the union");
        (await As(TestDatabase.Kawabe)).ShouldBeEmpty();

        await _db.Database.InTown(TestDatabase.Hoshimi, tx => SearchTokenTable.Put(tx, TestDatabase.Hoshimi, "m", "1", TestDatabase.Union, _index.OfNames(TestDatabase.Hoshimi, "川辺"), default), default);
        (await As(TestDatabase.Hoshimi)).ShouldBe(["2"], "another name replaces the old one");

        Task<string[]> As(TownId reader) => _db.Database.ReadInTown(
            reader, async tx => (await SearchTokenTable.Find(tx, TestDatabase.Hoshimi, token, 10, default)).Select(f => f.Subject).ToArray(), default);
    }

    private static bool Finds(IReadOnlyList<byte[]> tokens, byte[]? token) => token is not null && tokens.Any(t => t.AsSpan().SequenceEqual(token));
}
