using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>The forms of the service: report something, look at what became of one's reports.</summary>
public static class DamageForms
{
    public static readonly QuestionId Kind = new("kind");
    public static readonly QuestionId Place = new("place");
    public static readonly QuestionId Same = new("same");
    public static readonly QuestionId DangerThere = new("danger-there");
    public static readonly QuestionId Photo = new("photo");
    public static readonly QuestionId DangerNow = new("danger");
    public static readonly QuestionId More = new("more");
    public static readonly QuestionId Name = new("name");
    public static readonly QuestionId Telephone = new("telephone");
    public static readonly QuestionId Remark = new("remark");

    public static readonly QuestionId Noticed = new("noticed");

    public static readonly QuestionId Closed = new("closed");
    public static readonly QuestionId Code = new("code");
    public static readonly QuestionId Rating = new("rating");

    public static readonly QuestionId Mine = new("report");

    /// <summary>Who joins a known case answers one question more and is through; all others go on behind it.</summary>
    public static Form Report { get; } = new(
        new FormId("damage-report"),
        1,
        "damage-report",
        [
            new KindQuestion(Kind, "damage-report.kind"),
            new DamagePlaceQuestion(Place, "damage-report.place", Kind),
            new ClosureQuestion(Closed, "damage-report.closed", Place),
            new SameQuestion(Same, "damage-report.same", Kind, Place) { Forks = [new Fork(SameQuestion.Other, Photo), new Fork("skipped", Photo)] },
            new DangerQuestion(DangerThere, "damage-report.danger-there") { Forks = [.. DangerQuestion.Keys.Select(k => new Fork(k, null))] },
            new PhotoQuestion(Photo, "damage-report.photo", MayComeLater: true) { Optional = true, TakesAnytime = true },
            new DangerQuestion(DangerNow, "damage-report.danger"),
            new MoreQuestion(More, "damage-report.more", DangerNow) { Forks = [new Fork(MoreQuestion.Nothing, null), new Fork(MoreQuestion.Write, Remark)] },
            new TextQuestion(Name, "damage-report.name", 40, TextKind.Name) { Class = DataClass.Personal },
            new TextQuestion(Telephone, "damage-report.telephone", 20, TextKind.Telephone) { Class = DataClass.Personal },
            new TextQuestion(Remark, "damage-report.remark", 400) { Class = DataClass.Personal, Optional = true },
        ])
    { PhotosAfter = Photo, ReviewKey = "damage-report.review" };

    /// <summary>
    /// 「あとで写真」: the place at once, with the moment; all else as long as the draft rests, and photos within a day after. Photos that come earlier are taken
    /// wherever the talk stands: the question itself lies off the way.
    /// </summary>
    public static Form Spot { get; } = new(
        new FormId("damage-report-spot"),
        1,
        "damage-report",
        [
            new DamagePlaceQuestion(Place, "damage-report.spot", Kind),
            new NoticedQuestion(Noticed, "damage-report.noticed", Place),
            new ClosureQuestion(Closed, "damage-report.closed", Place),
            new KindQuestion(Kind, "damage-report.kind"),
            new SameQuestion(Same, "damage-report.same", Kind, Place) { Forks = [new Fork(SameQuestion.Other, DangerNow), new Fork("skipped", DangerNow)] },
            new DangerQuestion(DangerThere, "damage-report.danger-there", Kind) { Forks = [.. DangerQuestion.Keys.Select(k => new Fork(k, null))] },
            new PhotoQuestion(Photo, "damage-report.photo", MayComeLater: true) { Optional = true, TakesAnytime = true },
            new DangerQuestion(DangerNow, "damage-report.danger", Kind),
            .. Report.Questions.SkipWhile(q => q.Id != More),
        ])
    { PhotosAfter = Photo, Listed = false, ReviewKey = "damage-report.review" };

    public static Form Reports { get; } = new(
        new FormId("damage-report-mine"),
        1,
        "damage-report-mine",
        [new MyReportQuestion(Mine, "damage-report.mine")])
    { Reviewed = false };

    /// <summary>How it was dealt with: one tap under the news that a case is closed.</summary>
    public static Form Rate { get; } = new(
        new FormId("damage-report-rate"),
        1,
        "damage-report-rate",
        [new MyReportQuestion(Mine, "damage-report.rate-which"), new ChoiceQuestion(Rating, "damage-report.rating", [CaseWords.Helped, CaseWords.Troubled])])
    { Reviewed = false, Listed = false };

    /// <summary>Which roads are closed.</summary>
    public static Form Closures { get; } = new(
        new FormId("damage-report-closures"),
        1,
        "damage-report-closures",
        [new ClosureListQuestion(Closed, "damage-report.closures")])
    { Reviewed = false, Listed = false };

    /// <summary>By which the fire brigade joins.</summary>
    public static Form Responder { get; } = new(
        new FormId("damage-report-responder"),
        1,
        "damage-report-responder",
        [new TextQuestion(Code, "damage-report.responder", 40)])
    { Reviewed = false, Listed = false };

    public static Items<Form> All { get; } = [Report, Spot, Reports, Rate, Closures, Responder];
}
