using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Sealing;

public sealed class SealerTests
{
    private const string Name = "星野 花子";
    private TestDatabase _db = null!;

    [OneTimeSetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [OneTimeTearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public void What_is_sealed_opens_at_its_place_and_shows_nothing()
    {
        var sealedName = Seal(Name);

        _db.Sealer.Open(TestDatabase.Hoshimi, "t", "name", "1", sealedName).ShouldBe(Name);
        sealedName.AsSpan().IndexOf(Encoding.UTF8.GetBytes("星野")).ShouldBe(-1);
        Seal(Name).ShouldNotBe(sealedName, "equal names must not look equal");
        _db.Sealer.Seal(TestDatabase.Hoshimi, "t", "name", "1", (string?)null).ShouldBeNull();
        _db.Sealer.Open(TestDatabase.Hoshimi, "t", "name", "1", null).ShouldBeNull();
        _db.Sealer.Open(TestDatabase.Hoshimi, "t", "name", "1", Seal("")).ShouldBe("");
    }

    [Test]
    public void What_was_moved_to_another_town_table_column_or_row_does_not_open()
    {
        var sealedName = Seal(Name);

        Broken(TestDatabase.Kawabe, "t", "name", "1", sealedName);
        Broken(TestDatabase.Hoshimi, "u", "name", "1", sealedName);
        Broken(TestDatabase.Hoshimi, "t", "kana", "1", sealedName);
        Broken(TestDatabase.Hoshimi, "t", "name", "2", sealedName);
    }

    [Test]
    public void No_bit_of_it_can_be_changed()
    {
        var sealedName = Seal(Name);
        for (var bit = 0; bit < sealedName.Length * 8; bit++)
        {
            var changed = sealedName.ToArray();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Broken(TestDatabase.Hoshimi, "t", "name", "1", changed);
        }

        Broken(TestDatabase.Hoshimi, "t", "name", "1", sealedName[..^1]);
        Broken(TestDatabase.Hoshimi, "t", "name", "1", []);
    }

    [Test]
    public void What_was_stored_before_there_were_seals_is_read_as_it_is()
    {
        var state = "{\"v\":1}"u8.ToArray();

        _db.Sealer.OpenOrPlain(TestDatabase.Hoshimi, "t", "state", "1", state).ShouldBe(state);
        _db.Sealer.OpenOrPlain(TestDatabase.Hoshimi, "t", "state", "1", []).ShouldBeEmpty();
        _db.Sealer.OpenOrPlain(TestDatabase.Hoshimi, "t", "state", "1", _db.Sealer.Seal(TestDatabase.Hoshimi, "t", "state", "1", state)).ShouldBe(state);
    }

    [Test]
    public async Task Processes_that_begin_at_once_agree_on_the_first_keys_of_a_town()
    {
        await using var other = await TestDatabase.New();
        await using var database = Database.Open(other.AppConnectionString, connections: 20);
        var sealers = Enumerable.Range(0, 8).Select(_ => new Sealer(new TownKeys(database, new MasterKeys(TestDatabase.MasterKey), TimeProvider.System))).ToList();

        var values = await Task.WhenAll(sealers.Select(s => Task.Run(() => s.Seal(TestDatabase.Kawabe, "t", "c", "1", Name))));

        foreach (var opener in sealers)
        {
            values.ShouldAllBe(v => opener.Open(TestDatabase.Kawabe, "t", "c", "1", v) == Name);
        }
    }

    [Test]
    public async Task The_database_alone_opens_nothing()
    {
        var sealedName = Seal(Name);
        await using var database = Database.Open(_db.AppConnectionString);
        var thief = new Sealer(new TownKeys(database, new MasterKeys([.. Enumerable.Range(1, 32).Select(i => (byte)i)]), TimeProvider.System));

        Should.Throw<SealBrokenException>(() => thief.Open(TestDatabase.Hoshimi, "t", "name", "1", sealedName)).Message.ShouldContain("Sealing__Key");
    }

    [Test]
    public async Task A_key_of_one_town_cannot_pass_for_that_of_another()
    {
        await using var other = await TestDatabase.New();
        other.Sealer.Seal(TestDatabase.Hoshimi, "t", "c", "1", Name);
        await other.Peek<int>("""
            insert into town_key (town_id, use, key_id, wrapped, made_at) select 'kawabe', use, key_id, wrapped, made_at from town_key where town_id = 'hoshimi' returning 1
            """);

        Should.Throw<SealBrokenException>(() => other.Sealer.Seal(TestDatabase.Kawabe, "t", "c", "1", Name));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("not base64!")]
    [TestCase("c2hvcnQ=")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void A_missing_or_careless_master_key_is_refused(string key)
    {
        var settings = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Sealing:Key"] = key };

        Should.Throw<InvalidOperationException>(() => MasterKeys.From(settings)).Message.ShouldContain("openssl rand -base64 32");
    }

    private byte[] Seal(string text) => _db.Sealer.Seal(TestDatabase.Hoshimi, "t", "name", "1", text);

    private void Broken(TownId town, string table, string column, string row, byte[] value) =>
        Should.Throw<SealBrokenException>(() => _db.Sealer.Open(town, table, column, row, value));
}
