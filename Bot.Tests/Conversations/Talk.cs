using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Shouldly;

namespace Bot.Tests.Conversations;

/// <summary>Given–when–then in the resident's own words. Fetches facts and hands submissions to a desk as the shell does.</summary>
internal sealed class Talk(Decider decider, Func<Need, object> world, Func<Effect.Submit, Verdict> desk)
{
    internal static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.FromHours(9));

    internal static readonly Guid Submission = new("11111111-2222-3333-4444-555555555555");

    public Talk()
        : this(TestForms.Decider, World, _ => new Verdict.Accepted(Submission, [new Effect.Say(new Words.Plain("received"))]))
    {
    }

    public Conversation Now { get; set; } = Conversation.New;

    public DateTimeOffset Clock { get; set; } = Noon;

    public Items<Effect> Last { get; private set; } = [];

    public static object World(Need need) => need is FreeSlots ? new Items<string>(["s1", "s2"]) : throw new KeyNotFoundException(need.ToString());

    public Talk Says(string text) => Take(new Input.Said(text));

    /// <summary>Taps a free button, such as one of the rich menu.</summary>
    public Talk Taps(string key) => Take(new Input.Tapped(key));

    /// <summary>Taps a button of the latest bubble.</summary>
    public Talk Picks(string key) => Take(new Input.Tapped(Bound(key)));

    public Talk SendsPlace() => Take(new Input.SentPlace(new GeoPoint(35.6, 139.7), "役場前"));

    public Talk SendsPhoto(string id = "1001") => Take(new Input.SentPhoto(id));

    public Talk FillsPage(params (string Question, string Text)[] answers)
    {
        var page = Last.OfType<Effect.OpenPage>().ShouldHaveSingleItem();
        var given = answers.Aggregate(Answers.None, (sum, a) => sum.With(new(a.Question), new Answer.Words(a.Text)));
        return Take(new Input.Filled(page.Form, page.Began, given));
    }

    public string Bound(string key)
    {
        var draft = (Now.Phase as Phase.Filling)?.Draft ?? Now.Shelved!.Draft;
        return new TapKey(draft.Form, draft.AskedAt, key).ToString();
    }

    public Talk Take(Input input)
    {
        (Now, Last) = Step(Now, input);
        return this;
    }

    public Talk IsAsked(string question)
    {
        Last.OfType<Effect.Ask>().ShouldHaveSingleItem().Question.Value.ShouldBe(question);
        return this;
    }

    public Talk IsSentToPage(params string[] questions)
    {
        Last.OfType<Effect.OpenPage>().ShouldHaveSingleItem().Questions.Select(q => q.Value).ShouldBe(questions);
        return this;
    }

    public Talk IsTold(string phrase)
    {
        Last.OfType<Effect.Say>().Select(s => s.Text is Words.Phrase(var key, _) ? key : (s.Text as Words.Plain)?.Text).ShouldContain(phrase);
        return this;
    }

    public Talk Reviews()
    {
        Last.OfType<Effect.Review>().ShouldHaveSingleItem();
        return this;
    }

    /// <summary>One whole turn: decide, fetch what is lacking, decide again, hand over a submission, conclude.</summary>
    public Turn Step(Conversation was, Input input)
    {
        var facts = Facts.None;
        var turn = Settle(f => decider.Decide(was, input, f, Clock), ref facts);
        if (turn.Effects.OfType<Effect.Submit>().SingleOrDefault() is not { } submit)
        {
            return turn;
        }

        var end = Settle(f => decider.Conclude(turn.Next, submit, desk(submit), f, Clock), ref facts);
        return new Turn(end.Next, [.. turn.Effects, .. end.Effects]);
    }

    private Turn Settle(Func<Facts, Decision> decide, ref Facts facts)
    {
        for (var round = 0; round < 5; round++)
        {
            switch (decide(facts))
            {
                case Decision.Taken(var turn):
                    return turn;
                case Decision.Lacking(var needs):
                    needs.ShouldNotBeEmpty();
                    foreach (var need in needs)
                    {
                        facts.Has(need).ShouldBeFalse();
                        facts = facts.With(need, world(need));
                    }

                    break;
            }
        }

        throw new InvalidOperationException("the decider never had enough facts");
    }
}
