using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Counter;
using Bot.Tests.BulkyWaste;
using Bot.Tests.Conversations;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Counter;

/// <summary>A request typed at the counter becomes the resident's own by the code on the receipt and the telephone's last digits, and by nothing less.</summary>
public sealed class AdoptionTests
{
    private static readonly CitizenId Stranger = new("U00000000000000000000000000000666");

    private BulkyRig _rig = null!;
    private Adoptions _adoptions = null!;
    private BulkyWasteCounter _counter = null!;
    private AdoptDesk _desk = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _rig = await BulkyRig.New();
        _adoptions = new Adoptions(new SlipCodes(new byte[32]));
        _counter = new BulkyWasteCounter(_rig.Service.Towns);
        _desk = new AdoptDesk(_adoptions, [_counter.Service]);
    }

    [OneTimeTearDown]
    public ValueTask Close() => _rig.DisposeAsync();

    [Test]
    public async Task Code_and_digits_make_the_request_ones_own_and_news_comes_by_line()
    {
        var (id, code) = await Typed();
        (await _rig.Request(id)).Citizen.ShouldBeNull();
        await _rig.Pays(id);
        (await _rig.Told()).ShouldBeEmpty("nobody is known to tell");

        BulkyRig.Said(await Claims(BulkyRig.Hanako, code, 1234)).ShouldContain("このLINEで受け取りました");
        (await _rig.Request(id)).Citizen.ShouldBe(BulkyRig.Hanako);
        (await _rig.Payment(id)).Citizen.ShouldBe(BulkyRig.Hanako);
        (await _rig.Fact(new MyRequestsNeed())).ShouldContain(m => m.Request.Id == id);
        await _rig.In(BulkyRig.Hoshimi, tx => _rig.Service.Staff.Cancel(tx, BulkyRig.Hoshimi, id, BulkyRig.Clerk, true, "resident", default));
        (await _rig.Told()).Count.ShouldBe(1);

        BulkyRig.Said(await Claims(BulkyRig.Hanako, code, 0)).ShouldContain("受け取りました", customMessage: "sent twice, it is still one's own");
        BulkyRig.Said(await Claims(Stranger, code, 1234)).ShouldContain("すでに別のLINE");
    }

    [Test]
    public async Task A_found_receipt_is_worth_nothing_without_the_telephone_and_dies_after_five_guesses()
    {
        var (id, code) = await Typed();
        for (var guess = 0; guess < 4; guess++)
        {
            (await Claims(Stranger, code, guess)).ShouldBeOfType<Verdict.Refused>().Revisit.ShouldBe(AdoptionForm.Digits);
        }

        BulkyRig.Said(await Claims(Stranger, code, 9999)).ShouldContain("お電話ください");
        BulkyRig.Said(await Claims(BulkyRig.Hanako, code, 1234)).ShouldContain("お電話ください", customMessage: "the code is dead for everybody");
        (await _rig.Request(id)).Citizen.ShouldBeNull();
    }

    [Test]
    public async Task Ten_wrong_codes_stop_the_guesser_for_the_day()
    {
        var guesser = new CitizenId("U00000000000000000000000000000777");
        var (_, code) = await Typed();
        for (var guess = 0; guess < 10; guess++)
        {
            (await Claims(guesser, SlipCode.Of([0, 0, 0, 0, 0, 0, 0, (byte)guess]), 1234)).ShouldBeOfType<Verdict.Refused>().Revisit.ShouldBe(AdoptionForm.Code);
        }

        BulkyRig.Said(await Claims(guesser, code, 1234)).ShouldContain("お電話ください");
    }

    [Test]
    public async Task Another_towns_code_and_one_of_long_ago_are_unknown()
    {
        var (_, code) = await Typed();
        (await Claims(BulkyRig.Hanako, code, 1234, BulkyRig.Kawabe)).ShouldBeOfType<Verdict.Refused>().Revisit.ShouldBe(AdoptionForm.Code);
        (await Claims(BulkyRig.Hanako, code, 1234, after: Adoptions.Lives)).ShouldBeOfType<Verdict.Refused>().Revisit.ShouldBe(AdoptionForm.Code);
    }

    [Test]
    public async Task Of_two_who_race_one_gets_it()
    {
        var (_, code) = await Typed();
        var verdicts = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => Claims(new CitizenId($"U{n:x32}"), code, 1234)));
        verdicts.Count(v => BulkyRig.Said(v).Contains("受け取りました。", StringComparison.Ordinal)).ShouldBe(1);
        verdicts.Count(v => BulkyRig.Said(v).Contains("すでに別のLINE", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Test]
    public async Task The_database_holds_neither_code_nor_digits()
    {
        var (_, code) = await Typed();
        // The hashes are set aside: hex digits may well happen to read 1234.
        var rows = await _rig.Store.Peek<string>(@"select regexp_replace(adoption::text, '\\\\x[0-9a-f]{64}', '', 'g') from adoption");
        rows.ShouldAllBe(row => !row.Contains(code.Digits, StringComparison.Ordinal) && !row.Contains("1234", StringComparison.Ordinal) && !row.Contains("\\x", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_receipt_says_what_when_and_where_and_names_nobody()
    {
        var (id, _) = await Typed();
        var slip = (await _rig.In(BulkyRig.Hoshimi, tx => _counter.Service.SlipOf(tx, BulkyRig.Hoshimi, id, default))).ShouldNotBeNull();
        var text = string.Join('\n', slip.Lines.Select(l => DemoWorld.Words.Say(l.Value, slip.Language)));
        text.ShouldContain("扇風機");
        text.ShouldContain("8:");
        text.ShouldNotContain("星見");
        text.ShouldNotContain("0999");
        slip.PayPage.ShouldNotBeNull();
        slip.Fee.ShouldBe(new Yen(1300));
    }

    [Test]
    public void A_code_is_read_however_it_is_written_and_a_slip_of_the_finger_is_seen()
    {
        var code = SlipCode.Of([1, 2, 3, 4, 5, 6, 7, 8]);
        SlipCode.In($"受付票のコード {code}").ShouldBe(code);
        SlipCode.In(string.Concat(code.Digits.Select(d => (char)(d - '0' + '０')))).ShouldBe(code);
        for (var at = 0; at < code.Digits.Length; at++)
        {
            var wrong = code.Digits.ToCharArray();
            wrong[at] = (char)('0' + ((wrong[at] - '0' + 1) % 10));
            SlipCode.In(new string(wrong)).ShouldBeNull();
        }

        SlipCode.In("0999-00-1234").ShouldBeNull();
        SlipCode.In("").ShouldBeNull();
    }

    [Test]
    public void A_message_with_a_code_starts_its_form_wherever_one_stands_and_the_draft_rests()
    {
        var decider = new Decider(BulkyWasteForms.All.Append(AdoptionForm.Adopt).ToDictionary(f => f.Id), DemoWorld.Words);
        var talk = new Talk(decider, DemoWorld.World, _ => new Verdict.Accepted(Talk.Submission, []));
        talk.Says("粗大ごみ").IsAsked("items").Says("扇風機1台").Says($"受付票のコード {SlipCode.Of([9, 9, 9, 9, 9, 9, 9, 9])}").IsSentToPage("digits");
        var began = ((Phase.Filling)talk.Now.Phase).Draft.Began;
        talk.Take(new Input.Filled(AdoptionForm.Adopt.Id, began, Answers.None.With(AdoptionForm.Digits, new Answer.Count(1234))));
        talk.Last.ShouldContain(e => e is Effect.Submit);
        talk.Now.Shelved!.Draft.Form.ShouldBe(BulkyWasteForms.Request.Id);
    }

    private async Task<(Guid Request, SlipCode Code)> Typed()
    {
        var cause = $"hoshimi/counter/{Guid.NewGuid():n}";
        return await _rig.In(BulkyRig.Hoshimi, async tx =>
        {
            var turn = new TurnContext(tx, BulkyRig.Hoshimi, Citizen: null, cause, _rig.Clock.Now);
            var verdict = await _rig.Service.Module.Desks[BulkyWasteForms.Request.Id](turn, new Effect.Submit(BulkyWasteForms.Request.Id, BulkyRig.Answers(BulkyRig.Day, "honcho", [])), default);
            var id = verdict.ShouldBeOfType<Verdict.Accepted>().Submission;
            return (id, await _adoptions.Offer(turn, BulkyWasteModule.Name, RequestLife.Subject(id), "0999001234", default));
        });
    }

    private Task<Verdict> Claims(CitizenId citizen, SlipCode code, int digits, TownId? town = null, TimeSpan after = default) => _rig.In(town ?? BulkyRig.Hoshimi, tx =>
        _desk.Module.Desks[AdoptionForm.Adopt.Id](
            new TurnContext(tx, town ?? BulkyRig.Hoshimi, citizen, "claim", _rig.Clock.Now + after),
            new Effect.Submit(AdoptionForm.Adopt.Id, Answers.None.With(AdoptionForm.Code, new Answer.Words(code.Digits)).With(AdoptionForm.Digits, new Answer.Count(digits))),
            default));
}
