using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>The form by which a resident's LINE takes over a request that staff typed: the printed code, then on our page the telephone's last digits.</summary>
public static class AdoptionForm
{
    public static readonly QuestionId Code = new("code");
    public static readonly QuestionId Digits = new("digits");

    public static Form Adopt { get; } = new(
        new FormId("bulky-waste-adopt"),
        1,
        "bulky-waste-adopt",
        [
            new CodeQuestion(Code, "adopt.code"),
            new CountQuestion(Digits, "adopt.digits", 0, 9999) { Class = DataClass.Personal },
        ])
    { Reviewed = false, Listed = false };
}
