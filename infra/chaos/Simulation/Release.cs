using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;

namespace Bot.Chaos.Simulation;

/// <summary>The forms of one release of the bot. Release 0 are the real ones; the others have lost, gained, renamed and altered questions.</summary>
internal sealed record Release(int Number, IReadOnlyDictionary<FormId, Form> Forms, Wordbook Words)
{
    private static readonly QuestionId[] Referred = [BulkyWasteForms.Items, BulkyWasteForms.Area, BulkyWasteForms.Day, BulkyWasteForms.MyRequest, BulkyWasteForms.Action, BulkyWasteForms.NewDay, BulkyWasteForms.CancelConsent, AdoptionForm.Code, AdoptionForm.Digits,
        DamageForms.Kind, DamageForms.Place, DamageForms.Same, DamageForms.DangerThere, DamageForms.DangerNow, DamageForms.Photo, DamageForms.More, DamageForms.Remark, DamageForms.Mine, DamageForms.Code];

    public ICore Core { get; init; } = new Core(new Decider(Forms, Words));

    /// <summary>So many releases of a town's forms, always the same ones.</summary>
    public static IReadOnlyList<Release> Of(DemoTown town, int count)
    {
        var words = town.Talk.Words.With(
            from key in Added().SelectMany(q => q.Phrases.Append($"{q.Key}.ask").Append($"{q.Key}.name")).Distinct()
            from language in Language.Complete
            select (language, key, $"{key} {language.Tag}"));
        var releases = new List<Release> { new(0, town.Talk.Forms, words) };
        for (var tried = 0UL; releases.Count < count; tried++)
        {
            var dice = Dice.For(11, tried);
            var forms = town.Talk.Forms.Values
                .Where(f => f.Id != BulkyWasteForms.Request.Id && f.Listed || !dice.Once(12))
                .Select(f => Changed(f, releases.Count + 1, dice))
                .ToList();
            if (forms.All(f => !f.Faults().Any()))
            {
                releases.Add(new(releases.Count, new OrderedDictionary<FormId, Form>(forms.Select(f => KeyValuePair.Create(f.Id, f))), words));
            }
        }

        return releases;
    }

    private static Form Changed(Form form, int version, Dice dice)
    {
        var questions = form.Questions.ToList();
        for (var changes = dice.Between(0, 3); changes > 0 && form.Questions.Count > 1; changes--)
        {
            Change(questions, dice);
        }

        return form with { Version = version, Questions = [.. questions] };
    }

    private static void Change(List<Question> questions, Dice dice)
    {
        var at = dice.Below(questions.Count);
        var was = questions[at];
        switch (dice.Below(5))
        {
            case 0 when !Referred.Contains(was.Id) && questions.Count > 2:
                questions.RemoveAt(at);
                break;
            case 1 when !Referred.Contains(was.Id):
                questions[at] = was with { Id = new QuestionId($"{was.Id.Value}-2") };
                break;
            case 2:
                var added = dice.Among(Added());
                questions.Insert(dice.Between(1, questions.Count), added with { Id = new QuestionId($"{added.Id.Value}-{dice.Below(100)}") });
                break;
            case 3 when !Referred.Contains(was.Id) || was.Id == BulkyWasteForms.Area:
                // Another kind of answer under the same name.
                var other = dice.Among(Added().Where(q => q.Class == was.Class && (was.Id != BulkyWasteForms.Area || q is ChoiceQuestion)).ToArray());
                questions[at] = other with { Id = was.Id };
                break;
            case 4 when was is TextQuestion text:
                questions[at] = text with { Optional = !text.Optional };
                break;
        }
    }

    private static Question[] Added() =>
    [
        new ChoiceQuestion(new("floor"), "sim.floor", ["one", "two", "three"]),
        new ChoiceQuestion(new("lift"), "sim.lift", ["yes", "no"]),
        new PlaceQuestion(new("where"), "sim.where", MayComeLater: true) { Optional = true },
        new PhotoQuestion(new("view"), "sim.view") { Optional = true },
        new CountQuestion(new("persons"), "sim.persons", 1, 20),
        new TextQuestion(new("hint"), "sim.hint", 100) { Optional = true },
        new TextQuestion(new("mail"), "sim.mail", 60) { Class = DataClass.Personal },
        new CountQuestion(new("age"), "sim.age", 0, 120) { Class = DataClass.Personal },
        new ChoiceQuestion(new("help"), "sim.help", ["yes", "no"]) { Class = DataClass.Personal },
    ];
}
