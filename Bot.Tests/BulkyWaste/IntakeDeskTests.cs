using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.BulkyWaste;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

public sealed class IntakeDeskTests
{
    [Test]
    public async Task A_request_is_stored_with_its_place_its_person_and_its_payment()
    {
        await using var rig = await BulkyRig.New();
        var verdict = await rig.Submit();
        var request = await rig.Request(verdict.ShouldBeOfType<Verdict.Accepted>().Submission);
        request.State.ShouldBe(new RequestState.AwaitingPayment(new DateTimeOffset(2026, 12, 4, 23, 59, 59, TimeSpan.FromHours(9))));
        request.Total.ShouldBe(new Yen(1300));
        request.Receipt.ShouldBe("08-00001");
        (await rig.Left(BulkyRig.Day)).ShouldBe(13);
        var payment = await rig.Payment(request.Id);
        payment.Lines.ShouldBe([new PaymentLine("扇風機", new Yen(300), 1), new PaymentLine("ソファ（2人用）", new Yen(1000), 1)]);
        payment.PayBy.ShouldBe(((RequestState.AwaitingPayment)request.State).PayBy);
        (await rig.In(BulkyRig.Hoshimi, tx => RequestSearch.Requester(tx, rig.Service.Towns, BulkyRig.Hoshimi, request.Id, default)))
            .ShouldBe(new Requester("星見花子", null, "0999001234", "本町1番地", null));

        var told = BulkyRig.Said(verdict);
        told.ShouldContain("受付番号 08-00001");
        told.ShouldContain("1,300円");
        told.ShouldContain("12月4日（金） 23:59");
        verdict.ShouldBeOfType<Verdict.Accepted>().Told[0].ShouldBeOfType<Effect.Say>().Buttons[0].ShouldBeOfType<Button.Page>().Path.ShouldBe($"pay/{payment.Code}");
    }

    [Test]
    public async Task Nothing_personal_is_ever_said()
    {
        await using var rig = await BulkyRig.New();
        var verdict = await rig.Submit();
        var id = verdict.ShouldBeOfType<Verdict.Accepted>().Submission;
        await rig.Pays(id);
        await rig.At(JapanTime.At(BulkyRig.Day.AddDays(-1), new TimeOnly(18, 0)));
        var all = BulkyRig.Said(verdict) + string.Concat(await rig.Told()) + BulkyRig.Said(await rig.Mine(id, ActionQuestion.Number));
        foreach (var personal in (string[])["星見花子", "0999001234", "本町1番地"])
        {
            all.ShouldNotContain(personal);
        }
    }

    [Test]
    public async Task A_submission_that_is_repeated_makes_one_request()
    {
        await using var rig = await BulkyRig.New();
        var first = await rig.Submit(cause: "hoshimi/event-1");
        var again = await rig.Submit(cause: "hoshimi/event-1");
        again.ShouldBe(first);
        (await rig.Left(BulkyRig.Day)).ShouldBe(13);
        (await rig.Store.Peek<long>("select count(*) from bulky_request")).ShouldBe([1]);
        (await rig.Store.Peek<long>("select count(*) from payment")).ShouldBe([1]);
    }

    [Test]
    public async Task Twenty_who_come_at_once_for_three_places_get_three()
    {
        await using var rig = await BulkyRig.New();
        await rig.Store.Peek<int>("insert into bulky_day (town_id, zone, day, capacity, taken) values ('mizuho-union', 'h1', '2027-01-07', 3, 0)");
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rig.Submit()));
        verdicts.Count(v => v is Verdict.Accepted).ShouldBe(3);
        foreach (var refused in verdicts.OfType<Verdict.Refused>())
        {
            refused.Revisit.ShouldBe(BulkyWasteForms.Day);
            DemoWorld.Words.Say(refused.Reason, Language.Japanese).ShouldContain("1月7日（木）は、たった今いっぱいになりました");
        }

        (await rig.Left(BulkyRig.Day)).ShouldBe(0);
        (await rig.Store.Peek<int>("select taken from bulky_day where day = '2027-01-07'")).ShouldBe([3]);
        (await rig.Store.Peek<long>("select count(distinct receipt) from bulky_request")).ShouldBe([3]);
    }

    [Test]
    public async Task Both_towns_take_from_the_same_places()
    {
        await using var rig = await BulkyRig.New();
        var thursday = new DateOnly(2027, 1, 14);
        await rig.Store.Peek<int>("insert into bulky_day (town_id, zone, day, capacity, taken) values ('mizuho-union', 'k2', '2027-01-14', 1, 0)");
        var area = DemoWorld.Region.Find(BulkyRig.Kawabe)!.Areas.First(a => a.Zone == "k2").Code;
        await rig.Accepted(thursday, town: BulkyRig.Kawabe, area: area);
        (await rig.Submit(thursday, town: BulkyRig.Kawabe, area: area)).ShouldBeOfType<Verdict.Refused>();

        // Neighbours in one zone: the count is the union's, whichever town a request comes from.
        (await rig.In(BulkyRig.Hoshimi, tx => DayTable.Take(tx, BulkyRig.Union, "k2", thursday, 8, default))).ShouldBeFalse();
        (await rig.In(BulkyRig.Hoshimi, tx => DayTable.Take(tx, BulkyRig.Union, "h1", BulkyRig.Day, 2, default))).ShouldBeTrue();
        (await rig.In(BulkyRig.Kawabe, tx => DayTable.Take(tx, BulkyRig.Union, "h1", BulkyRig.Day, 2, default))).ShouldBeTrue();
        (await rig.In(BulkyRig.Kawabe, tx => DayTable.Take(tx, BulkyRig.Union, "h1", BulkyRig.Day, 2, default))).ShouldBeFalse();
    }

    [TestCase("2026-12-03", "too soon")]
    [TestCase("2027-01-08", "not a day of this zone")]
    [TestCase("2027-06-03", "too far")]
    public async Task A_day_that_does_not_do_leads_back_to_the_day(string day, string why)
    {
        await using var rig = await BulkyRig.New();
        (await rig.Submit(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)))
            .ShouldBeOfType<Verdict.Refused>(why).Revisit.ShouldBe(BulkyWasteForms.Day);
        (await rig.Store.Peek<long>("select count(*) from bulky_day")).ShouldBe([0], why);
    }

    [Test]
    public async Task A_basket_beyond_the_rules_is_refused_even_here()
    {
        await using var rig = await BulkyRig.New();
        foreach (var line in (BasketLine[])[new("sofa", "two", 3), new("none", null, 1), new("sofa", null, 1), new("futon", null, 11)])
        {
            (await rig.Submit(lines: line)).ShouldBeOfType<Verdict.Refused>().Revisit.ShouldBe(BulkyWasteForms.Items);
        }
    }

    [Test]
    public async Task What_staff_must_see_waits_unpaid_and_takes_a_photo_later()
    {
        await using var rig = await BulkyRig.New();
        var verdict = await rig.Submit(lines: [new("fan", null, 1), new(null, null, 2, "丸い棚")]);
        var id = verdict.ShouldBeOfType<Verdict.Accepted>().Submission;
        (await rig.Request(id)).State.ShouldBe(new RequestState.Checking());
        (await rig.Store.Peek<long>("select count(*) from payment")).ShouldBe([0]);
        BulkyRig.Said(verdict).ShouldContain("お支払いはそのあとです");
        BulkyRig.Said(verdict).ShouldNotContain("丸い棚", customMessage: "a resident's own words are not repeated outside the form");

        for (var twice = 0; twice < 2; twice++)
        {
            await rig.In(BulkyRig.Hoshimi, async tx =>
            {
                await rig.Service.Module.Joins[BulkyWasteForms.Request.Id](
                    new(tx, BulkyRig.Hoshimi, BulkyRig.Hanako, "photo", rig.Clock.Now),
                    new Effect.Join(BulkyWasteForms.Request.Id, id, BulkyWasteForms.Photo, new Answer.Photos(["4711"])),
                    default);
                return true;
            });
        }

        (await rig.Store.Peek<string>("select array_to_string(photos, ',') from bulky_request")).ShouldBe(["4711"]);
    }

    [Test]
    public async Task The_fee_is_that_of_the_day_of_collection()
    {
        await using var rig = await BulkyRig.New();
        rig.Clock.Now = new DateTimeOffset(2027, 3, 10, 12, 0, 0, TimeSpan.FromHours(9));
        (await rig.Request(await rig.Accepted(new(2027, 3, 18), lines: new BasketLine("mattress-spring", null, 1)))).Total.ShouldBe(new Yen(800));
        (await rig.Request(await rig.Accepted(new(2027, 4, 1), lines: new BasketLine("mattress-spring", null, 1)))).Total.ShouldBe(new Yen(1000));
    }
}
