using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>The three forms of the service: ask for a collection, look after one's own requests, look up fees.</summary>
public static class BulkyWasteForms
{
    public static readonly QuestionId Items = new("items");
    public static readonly QuestionId Photo = new("photo");
    public static readonly QuestionId Area = new("area");
    public static readonly QuestionId Day = new("day");
    public static readonly QuestionId Spot = new("spot");
    public static readonly QuestionId Name = new("name");
    public static readonly QuestionId Kana = new("kana");
    public static readonly QuestionId Telephone = new("telephone");
    public static readonly QuestionId Address = new("address");
    public static readonly QuestionId Remark = new("remark");

    public static readonly QuestionId MyRequest = new("request");
    public static readonly QuestionId Action = new("action");
    public static readonly QuestionId NewDay = new("new-day");
    public static readonly QuestionId CancelConsent = new("cancel");

    public static Form Request { get; } = new(
        new FormId("bulky-waste"),
        1,
        "bulky-waste",
        [
            new BasketQuestion(Items, "bulky-waste.items", Day) { Forks = [new Fork("sure", Area)] },
            new PhotoQuestion(Photo, "bulky-waste.photo", MayComeLater: true),
            new AreaQuestion(Area, "bulky-waste.area"),
            new DayQuestion(Day, "bulky-waste.day", Area),
            new SpotQuestion(Spot, "bulky-waste.spot"),
            new TextQuestion(Name, "bulky-waste.name", 40, TextKind.Name) { Class = DataClass.Personal },
            new TextQuestion(Kana, "bulky-waste.kana", 40, TextKind.Kana) { Class = DataClass.Personal, Optional = true },
            new TextQuestion(Telephone, "bulky-waste.telephone", 20, TextKind.Telephone) { Class = DataClass.Personal },
            new TextQuestion(Address, "bulky-waste.address", 120, TextKind.Address) { Class = DataClass.Personal },
            new TextQuestion(Remark, "bulky-waste.remark", 300) { Class = DataClass.Personal, Optional = true },
        ]);

    public static Form Mine { get; } = new(
        new FormId("bulky-waste-mine"),
        1,
        "bulky-waste-mine",
        [
            new MyRequestQuestion(MyRequest, "bulky-waste.mine"),
            new ActionQuestion(Action, "bulky-waste.action", MyRequest)
            {
                Forks =
                [
                    new Fork(ActionQuestion.Number, null),
                    new Fork(ActionQuestion.Pay, null),
                    new Fork(ActionQuestion.TopUp, null),
                    new Fork(ActionQuestion.Rebook, NewDay),
                    new Fork(ActionQuestion.Nothing, null),
                    new Fork(ActionQuestion.Move, NewDay),
                ],
            },
            new CancelQuestion(CancelConsent, "bulky-waste.cancel", MyRequest)
            {
                Forks = [new Fork(CancelQuestion.Yes, null), new Fork(CancelQuestion.No, null)],
            },
            new MoveQuestion(NewDay, "bulky-waste.move", MyRequest),
        ])
    { Reviewed = false };

    public static Form Fees { get; } = new(
        new FormId("bulky-waste-fees"),
        1,
        "bulky-waste-fees",
        [new FeesQuestion(new QuestionId("fees"), "bulky-waste.fees")])
    { Reviewed = false };

    public static Items<Form> All { get; } = [Request, Mine, Fees];
}
