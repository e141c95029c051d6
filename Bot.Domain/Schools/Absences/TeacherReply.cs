using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>What a school answers to a report; the words stand under seal, and never in a message of LINE.</summary>
public sealed record TeacherReply(Guid Id, Guid Absence, string Words, DateTimeOffset SentAt)
{
    public const int Longest = 500;

    /// <summary>So many days it can be read.</summary>
    public const int Days = 14;

    /// <summary>What teachers write most often.</summary>
    public static Items<string> Ready { get; } =
    [
        "連絡をありがとうございます。お大事になさってください。",
        "承知しました。気をつけてお越しください。",
        "宿題と配布物は、次に登校・登園した日にお渡しします。",
        "登校・登園の前に、学校・園へお電話ください。",
        "のちほど、学校・園からお電話します。",
    ];

    public DateTimeOffset Until => SentAt.AddDays(Days);

    public bool IsReadable(DateTimeOffset now) => now < Until;
}

/// <summary>One guardian who got a reply.</summary>
public sealed record ReplyReader(Guid Id, Guid Reply, CitizenId Citizen, DateTimeOffset? OpenedAt);
