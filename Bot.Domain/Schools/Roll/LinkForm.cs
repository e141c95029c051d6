using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Roll;

/// <summary>The form by which a guardian is linked to a child: the printed code, then on our page the child's birth date and the nickname that the talk shall use.</summary>
public static class LinkForm
{
    public static readonly QuestionId Code = new("code");
    public static readonly QuestionId Birth = new("birth");
    public static readonly QuestionId Nickname = new("nickname");

    public static Form Link { get; } = new(
        new FormId("school-link"),
        1,
        "school-link",
        [
            new LinkCodeQuestion(Code, "school-link.code"),
            new TextQuestion(Birth, "school-link.birth", 20) { Class = DataClass.Personal },
            new TextQuestion(Nickname, "school-link.nickname", 12) { Class = DataClass.Personal },
        ])
    { Reviewed = false };

    public static readonly QuestionId Which = new("which");
    /// <summary>The form by which a guardian says that a link shall go on; the button of the notice answers it.</summary>
    public static Form Keep { get; } = new(new FormId("school-link-keep"), 1, "school-link-keep", [new OwnChildQuestion(Which, "school-link-keep.which")])
    {
        Reviewed = false,
        Listed = false,
    };

    public static readonly QuestionId Act = new("act");

    public const string Unlink = "unlink";
    public const string Rename = "rename";

    /// <summary>The form by which a guardian gives another nickname, or takes a link away.</summary>
    public static Form Own { get; } = new(
        new FormId("school-children"),
        1,
        "school-children",
        [
            new OwnChildQuestion(Which, "school-children.which"),
            new ChoiceQuestion(Act, "school-children.act", [Rename, Unlink, "keep"]) { Forks = [new Fork(Unlink, null), new Fork("keep", null)] },
            new TextQuestion(Nickname, "school-link.nickname", 12) { Class = DataClass.Personal },
        ])
    { Reviewed = false, Listed = false };
}
