using Bot.Api.Console.Schools.Letters;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.Schools.Asks;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>Surveys: written, counted, put in by staff, taken away.</summary>
internal static class SurveyEndpoints
{
    public static void MapSurveys(this RouteGroupBuilder console)
    {
        console.MapGet("/schools/{school}/asks/survey", Write).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/asks/survey", Save).Needs(Rights.SchoolChange);
        console.MapGet("/schools/{school}/asks/{id:guid}/answers.csv", Export).Needs(Rights.SchoolExport);
        console.MapGet("/schools/{school}/asks/{id:guid}/child/{child:guid}", Child).Needs(Rights.SchoolSee);
        console.MapPost("/schools/{school}/asks/{id:guid}/child/{child:guid}", Enter).Needs(Rights.SchoolChange);
    }

    public static async Task<IResult> Result(Visit visit, School school, Guid id, AskPages pages)
    {
        var view = await pages.In(visit, tx => SurveyView.Of(tx, visit, school, id, pages, "ask"));
        return view is null ? visit.NotFound() : visit.Page<SurveyResultPage>(new { View = view });
    }

    private static async Task<IResult> Write(Visit visit, string school, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        if (!Guid.TryParse(visit.Query("id"), out var id))
        {
            return visit.Page<SurveyWritePage>(new { School = here, Form = SurveyForm.Empty(visit.Today) });
        }

        return await pages.In(visit, tx => pages.Ask(tx, visit, here, id)) is { Letter: null, Kind: AskKind.Survey } draft
            ? visit.Page<SurveyWritePage>(new { School = here, Form = SurveyForm.Of(draft) })
            : visit.NotFound();
    }

    private static async Task<IResult> Save(Visit visit, string school, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var form = SurveyForm.From(visit);
        if (visit.Has("more"))
        {
            return visit.Page<SurveyWritePage>(new { School = here, Form = form.Longer });
        }

        form = form.Judged(visit.Today);
        if (form.Wrong.Count > 0)
        {
            return visit.Refuse<SurveyWritePage>(new { School = here, Form = form });
        }

        var saved = await pages.In(visit, async tx =>
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.ask/drafted", [AskPages.Subject(form.Id)]), visit.Now, visit.Stop);
            return await AskTable.Save(tx, pages.Sealer, visit.TownId, form.Ask(here, visit.Now), visit.Actor, visit.Stop);
        });
        return saved
            ? visit.Go($"{SchoolLetterEndpoints.Path(here)}/new?ask={form.Id}", "アンケートを保存しました。いっしょに送るお知らせを書いてください。")
            : visit.Refuse<SurveyWritePage>(new { School = here, Form = form with { Wrong = ["このアンケートは送られたあとなので、直せません。"] } });
    }

    private static async Task<IResult> Child(Visit visit, string school, Guid id, Guid child, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here
            || await pages.In(visit, tx => SurveyView.Of(tx, visit, here, id, pages, "ask-child", new ChildId(child))) is not { } view || view.Sent.Find($"{child}") is not { } pupil)
        {
            return visit.NotFound();
        }

        return visit.Page<SurveyEnterPage>(new { View = view, Pupil = pupil, Wrong = (Items<string>)[] });
    }

    private static async Task<IResult> Enter(Visit visit, string school, Guid id, Guid child, AskPages pages, SurveyDesk desk)
    {
        if (pages.Find(visit, school) is not { } here
            || await pages.In(visit, tx => SurveyView.Of(tx, visit, here, id, pages, "ask-child", new ChildId(child))) is not { } view || view.Sent.Find($"{child}") is not { } pupil)
        {
            return visit.NotFound();
        }

        var questions = view.Sent.Ask.Content.Questions;
        var (answers, wrong) = SurveyReading.Of(questions, n => visit.Fields($"q{n}"));
        if (wrong.Count > 0)
        {
            return visit.Refuse<SurveyEnterPage>(new { View = view, Pupil = pupil, Wrong = (Items<string>)[.. wrong.OrderBy(w => w.Key).Select(w => $"質問{w.Key + 1}：{Fault(w.Value)}")], Typed = answers });
        }

        var channel = visit.Field("channel") == "phone" ? AnswerChannel.Phone : AnswerChannel.Paper;
        await pages.In(visit, async tx =>
        {
            await desk.Enter(tx, visit.TownId, view.Sent.Ask, pupil.Child.Id, answers, channel, visit.Actor, visit.Now, visit.Stop);
            return true;
        });
        return visit.Go($"{AskEndpoints.Path(here)}/{id}", "答えを入れました。");
    }

    private static async Task<IResult> Export(Visit visit, string school, Guid id, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here || await pages.In(visit, tx => SurveyView.Of(tx, visit, here, id, pages, "ask-export")) is not { } view)
        {
            return visit.NotFound();
        }

        var stream = new MemoryStream();
        await using (var file = new CsvFile(stream))
        {
            var questions = view.Sent.Ask.Content.Questions;
            await file.Row([.. ((CsvCell[])["組", "番号", "氏名", "答えた日時", "答え方", "直した回数"]), .. questions.Select(q => (CsvCell)q.Text)], visit.Stop);
            // 支援措置のある子は書き出しに出さない: a file leaves the house.
            foreach (var pupil in view.Sent.Pupils.Where(p => !p.Child.IsProtected))
            {
                var row = view.Answers.GetValueOrDefault(pupil.Child.Id);
                await file.Row(
                [
                    pupil.Class.Title, $"{pupil.Seat}", pupil.Child.Person.Name, row is null ? "" : Shown.Moment(row.At), row is null ? "まだ" : AskShown.Channel(row.Channel), row is null ? "" : $"{row.Number - 1}",
                    .. questions.Index().Select(q => (CsvCell)(row is null ? "" : SurveyReading.Say(q.Item, row.Answer.Answers[q.Index]))),
                ], visit.Stop);
            }
        }

        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", $"survey-{visit.Today:yyyyMMdd}.csv");
    }

    private static string Fault(SurveyFault fault) => fault switch
    {
        SurveyFault.Missing => "答えを入れてください（必須）。",
        SurveyFault.TooLong => $"{SurveyQuestion.LongestAnswer}文字までにしてください。",
        _ => "数字だけで入れてください。",
    };
}
