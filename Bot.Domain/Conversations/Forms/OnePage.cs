using System.Globalization;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>A form on one page, as far as what was typed tells; or what must be known first.</summary>
public abstract record PageWalk
{
    private PageWalk() { }

    /// <summary>Fetch these and walk again.</summary>
    public sealed record Lacking(Items<Need> Needs) : PageWalk;

    /// <param name="Answers">What is answered, of the questions that the answers lead past.</param>
    /// <param name="Total">What it will cost, if a question knows.</param>
    public sealed record Drawn(Items<Box> Boxes, Answers Answers, Words? Total) : PageWalk
    {
        /// <summary>Whether all is answered and may go to the desk.</summary>
        public bool IsWhole => Boxes.All(b => b.Error is null && b is not Box.Waiting && Answers[b.Question.Id] is not null);
    }
}

/// <summary>
/// The third face of a form: every question that the answers lead past on one page, for somebody who types while another speaks.
/// Each answer is read by the question itself, so that the page takes what the talk takes and nothing else.
/// </summary>
/// <param name="typed">What stands in a field of the page, by its name; empty when nothing does.</param>
public sealed class OnePage(Form form, Func<string, string> typed, Wordbook words, DateTimeOffset now)
{
    /// <summary>The languages of the page are the staff's: Japanese.</summary>
    private static readonly Language Staff = Language.Japanese;

    /// <summary>More lines than any form allows are not read.</summary>
    private const int MostLines = 30;

    /// <param name="strict">Says what is missing or wrong, as before saving; otherwise only what was typed is read.</param>
    public PageWalk Walk(Facts facts, bool strict)
    {
        // Twice, since a question may look at an answer that stands below it: a fee goes by the day.
        var first = Pass(Answers.None, facts, strict: false);
        return first is PageWalk.Drawn(_, var known, _) ? Pass(known, facts, strict) : first;
    }

    /// <summary>What a typed word may mean, for suggestions while typing.</summary>
    /// <param name="facts">All that the question needs.</param>
    public Items<LineOption> Look(Facts facts, LinesQuestion question, string text) => question.Find(text, new Asking(Answers.None, facts, words, Staff, now));

    private PageWalk Pass(Answers known, Facts facts, bool strict)
    {
        var (boxes, answers, total) = (new List<Box>(), Answers.None, (Words?)null);
        for (var at = 0; at < form.Questions.Count;)
        {
            var question = form.Questions[at];
            if (Lack(question, known, facts) is { Count: > 0 } needs)
            {
                return new PageWalk.Lacking(needs);
            }

            var asking = new Asking(known, facts, words, Staff, now);
            var mayAsk = question.After.All(id => known[id] is not null);
            // Pictures are not taken in on a page; whoever has one sends it by LINE.
            var settled = question is PhotoQuestion { TakesAnytime: true, Optional: true } ? new Answer.Skipped() : mayAsk ? question.Settle(asking) : null;
            var (box, answer) = settled is not null ? (null, settled) : mayAsk ? Read(question, asking, strict) : (new Box.Waiting(question), null);
            if (box is not null)
            {
                boxes.Add(box);
            }

            known = answer is null ? known.Without(question.Id) : known.With(question.Id, answer);
            answers = answer is null ? answers : answers.With(question.Id, answer);
            total ??= answer is null ? null : question.Total(answer, asking);
            at = Journey.After(form, at, answer);
        }

        return new PageWalk.Drawn([.. boxes], answers, total);
    }

    private static Items<Need> Lack(Question question, Answers known, Facts facts) => [.. question.Needs(known).Where(n => !facts.Has(n))];

    private (Box? Box, Answer? Answer) Read(Question question, Asking at, bool strict) => question switch
    {
        LinesQuestion lines => Lines(lines, at, strict),
        TextQuestion or CountQuestion or CodeQuestion => Text(question, at, strict),
        { TakesPlace: true } => Place(question, at, strict),
        _ => Choice(question, at, strict),
    };

    private (Box Box, Answer? Answer) Text(Question question, Asking at, bool strict)
    {
        var text = typed(Box.NameOf(question.Id));
        var box = new Box.Text(question, text);
        if (text.Any(IsUnusable))
        {
            return (box with { Error = Words.Of("web.form.characters") }, null);
        }

        // A name or an address is one line of text, however it was pasted.
        var said = question is TextQuestion { Kind: not TextKind.Free } ? text.ReplaceLineEndings(" ") : text.ReplaceLineEndings("\n");
        return Told(box, question.Read(new Input.Said(said), at), strict || text.Trim().Length > 0, question.Optional || text.Trim().Length > 0);
    }

    private (Box Box, Answer? Answer) Choice(Question question, Asking at, bool strict)
    {
        var (said, key) = (typed(Box.NameOf(question.Id)).Trim(), typed(Box.KeyOf(question.Id)));
        var box = new Box.Choice(question, said, key, question.Offered(at));
        var input = said.Length == 0 ? (Input)new Input.Tapped(key)
            : JapaneseText.Number(said) is { } n && n >= 1 && n <= box.Options.Count ? new Input.Tapped(box.Options[n - 1].Key)
            : new Input.Said(said);
        var answered = said.Length > 0 || key.Length > 0;
        var (told, answer) = Told(box, question.Read(input, at), strict || answered, answered);
        // What is kept is the choice, so that the words need not be read again.
        return answer is not null && (Box.Choice)told is var good && question.Offered(at).FirstOrDefault(o => question.Read(new Input.Tapped(o.Key), at) == new Reading.Understood(answer)) is { } picked
            ? (good with { Typed = "", Picked = picked.Key }, answer)
            : (told, answer);
    }

    private (Box Box, Answer? Answer) Place(Question question, Asking at, bool strict)
    {
        var (label, point) = (typed(Box.NameOf(question.Id)).Trim(), typed(Box.KeyOf(question.Id)).Trim());
        var box = new Box.Place(question, label, point);
        var input = Point(point) is { } found ? (Input)new Input.SentPlace(found, label) : new Input.Said(label);
        var (told, answer) = Told(box, question.Read(input, at), strict || point.Length > 0 || label.Length > 0, point.Length > 0 || label.Length > 0);
        return answer is null || question.IsWhole(answer) ? (told, answer) : Among(box, question, at with { Answers = at.Answers.With(question.Id, answer) }, strict);
    }

    /// <summary>Words that may mean several places: the one that was picked counts.</summary>
    private (Box Box, Answer? Answer) Among(Box.Place box, Question question, Asking at, bool strict)
    {
        var picked = typed(Box.PickOf(question.Id));
        var drawn = box with { Options = question.Ask(at).Options, Picked = picked };
        return drawn.Options.Any(o => o.Key == picked) && question.Read(new Input.Tapped(picked), at) is Reading.Understood(var answer) && question.IsWhole(answer)
            ? (drawn, answer)
            : (drawn with { Error = strict ? Words.Of("counter.place-which") : null }, null);
    }

    private (Box Box, Answer? Answer) Lines(LinesQuestion question, Asking at, bool strict)
    {
        var (lines, gathered, wrong) = (new List<LineBox>(), (Answer?)null, false);
        for (var n = 1; n <= MostLines; n++)
        {
            var name = Box.LineOf(question.Id, n);
            var text = typed(name);
            var line = new TypedLine(text, typed($"{name}-for") == text ? typed($"{name}-key") : "", typed($"{name}-number"));
            if (line.IsBlank)
            {
                continue;
            }

            var reading = line.Text.Any(IsUnusable) ? new Reading.Puzzled(Words.Of("web.form.characters")) : question.Add(gathered, line, at);
            gathered = reading is Reading.Understood(var more) ? more : gathered;
            wrong |= reading is Reading.Puzzled;
            lines.Add(new LineBox(lines.Count + 1, line, reading is Reading.Puzzled ? question.Find(line.Text, at) : [], (reading as Reading.Puzzled)?.Hint));
        }

        var error = wrong ? Words.Of("counter.lines-wrong") : strict && gathered is null ? Words.Of("counter.lines-none") : null;
        var answer = wrong || gathered is null ? null : question.Close(gathered);
        return (new Box.Lines(question, [.. lines], answer is null ? null : question.Show(answer, at)) { Error = error }, answer);
    }

    private static (Box Box, Answer? Answer) Told(Box box, Reading reading, bool says, bool takes) => reading switch
    {
        Reading.Understood(var answer) when takes => (box, answer),
        Reading.Puzzled(var hint) when says => (box with { Error = hint }, null),
        Reading.Understood when says => (box with { Error = Words.Of("hint.choice") }, null),
        _ => (box, null),
    };

    private static GeoPoint? Point(string text) => text.Split(',', StringSplitOptions.TrimEntries) is [var north, var east]
        && double.TryParse(north, NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude) && latitude is >= -90 and <= 90
        && double.TryParse(east, NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude) && longitude is >= -180 and <= 180
            ? new GeoPoint(latitude, longitude)
            : null;

    /// <summary>What no keyboard types.</summary>
    private static bool IsUnusable(char c) => c is not ('\n' or '\r' or '\t') && (char.IsControl(c) || c is '\uFFFD' or '\uFFFE' or '\uFFFF');
}
