using System.Text;
using Bot.Api.Console.SignIn;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Staff;
using Bot.Tests.Forms;
using Bot.Tests.Postgres;
using Microsoft.AspNetCore.Identity;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.SignIn;

/// <summary>Codes by time, and how guessing is slowed down.</summary>
[TestFixture]
internal sealed class ProofDeskTests
{
    private const string Password = "ひまわり-sunny-7-hill";
    private readonly ForwardClock _clock = new();
    private TestDatabase _db = null!;
    private ProofDesk _desk = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _db = await TestDatabase.New();
        var hasher = new PasswordHasher<StaffUser>();
        _desk = new ProofDesk(_db.Database, hasher, new TotpDesk(_db.Sealer), _clock);
    }

    [OneTimeTearDown]
    public ValueTask End() => _db.DisposeAsync();

    [TestCase(59, "94287082")]
    [TestCase(1111111109, "07081804")]
    [TestCase(1111111111, "14050471")]
    [TestCase(1234567890, "89005924")]
    [TestCase(2000000000, "69279037")]
    [TestCase(20000000000, "65353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Totp.Code(Encoding.ASCII.GetBytes("12345678901234567890"), Totp.Step(DateTimeOffset.FromUnixTimeSeconds(seconds)), digits: 8).ShouldBe(code);

    [Test]
    public void A_secret_reads_back_as_it_was_written() =>
        Totp.Parse(Totp.Written(Encoding.ASCII.GetBytes("12345678901234567890"))).ShouldBe(Encoding.ASCII.GetBytes("12345678901234567890"));

    [Test]
    public void One_step_of_a_wrong_clock_is_forgiven_and_no_more()
    {
        var (secret, now) = (Encoding.ASCII.GetBytes("12345678901234567890"), DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));
        foreach (var (steps, fits) in new[] { (-2, false), (-1, true), (0, true), (1, true), (2, false) })
        {
            (Totp.Match(secret, Totp.Code(secret, Totp.Step(now) + steps), now, 0) is not null).ShouldBe(fits, $"{steps}");
        }

        Totp.Match(secret, Totp.Code(secret, Totp.Step(now)), now, lastStep: Totp.Step(now)).ShouldBeNull("used up");
    }

    [Test]
    public async Task Guessing_waits_longer_and_longer_and_nobody_is_shut_out_for_good()
    {
        var user = await Somebody();
        for (var i = 0; i < 4; i++)
        {
            (await Try(user, "wrong-wrong-wrong")).ShouldBeOfType<Proof.Wrong>();
        }

        var wait = (await Try(user, Password)).ShouldBeOfType<Proof.Wait>("even the right password waits");
        (wait.Until - _clock.GetUtcNow()).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(5));
        (await Try(user, Password, "198.51.100.7")).ShouldBeOfType<Proof.Given>("from elsewhere its owner comes in");
        _clock.Ahead += TimeSpan.FromSeconds(6);
        (await Try(user, "wrong-wrong-wrong")).ShouldBeOfType<Proof.Wrong>();
        var longer = (await Try(user, Password)).ShouldBeOfType<Proof.Wait>();
        (longer.Until - _clock.GetUtcNow()).ShouldBeGreaterThan(TimeSpan.FromSeconds(6));
        _clock.Ahead += GuessDelay.Pair.Longest;
        (await Try(user, Password)).ShouldBeOfType<Proof.Given>();
        (await Try(user, Password)).ShouldBeOfType<Proof.Given>("the right password wipes the slate");
    }

    [Test]
    public async Task Guesses_at_once_gain_nothing()
    {
        var user = await Somebody();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Try(user, "wrong-wrong-wrong", "203.0.113.9")));

        answers.Count(a => a is Proof.Wrong).ShouldBeInRange(1, 4);
    }

    [Test]
    public async Task An_unknown_name_waits_as_a_known_one_does()
    {
        for (var i = 0; i < 4; i++)
        {
            (await _desk.Password(TestDatabase.Hoshimi, "nobody.at.all", "x", "192.0.2.44", default)).ShouldBeOfType<Proof.Wrong>();
        }

        (await _desk.Password(TestDatabase.Hoshimi, "nobody.at.all", "x", "192.0.2.44", default)).ShouldBeOfType<Proof.Wait>();
    }

    [Test]
    public void A_million_guesses_take_decades()
    {
        var (failures, elapsed) = (0, TimeSpan.Zero);
        for (var i = 0; i < 1_000_000; i++)
        {
            elapsed += GuessDelay.Pair.After(++failures);
        }

        elapsed.ShouldBeGreaterThan(TimeSpan.FromDays(20 * 365));
    }

    [TestCase("short", false)]
    [TestCase("password1234", false)]
    [TestCase("qwertyqwerty", false)]
    [TestCase("aaaaaaaaaaaa", false)]
    [TestCase("hanako-likes-tea", false)]
    [TestCase("みどりの山と川があります", true)]
    [TestCase("correct horse battery", true)]
    public void Passwords_are_long_and_not_what_is_tried_first(string password, bool good) =>
        (PasswordRules.Parse(password, "hanako") is Checked<string>.Good).ShouldBe(good);

    private Task<Proof> Try(StaffUser user, string password, string address = "192.0.2.1") => _desk.Password(user.Town, user.Login, password, address, default);

    private async Task<StaffUser> Somebody()
    {
        var staff = new StaffMember(new(Guid.NewGuid()), TestDatabase.Hoshimi, "星 花", []);
        var login = $"hana{staff.Id.Value:n}"[..20];
        await _db.Database.InTown(staff.Town, tx => StaffTable.Add(tx, staff, login, "stamp", _clock.GetUtcNow(), default), default);
        var user = new StaffUser { Town = staff.Town, Id = staff.Id, Login = login, Name = staff.Name, Stamp = "stamp" };
        user.Password = new PasswordHasher<StaffUser>().HashPassword(user, PasswordRules.Normal(Password));
        await _db.Database.InTown(staff.Town, tx => AccountTable.Save(tx, user, _clock.GetUtcNow(), default), default);
        return user;
    }
}
