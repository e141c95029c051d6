namespace Bot.Simulator.Line;

/// <summary>A fictional person who holds the phone.</summary>
public sealed record Person(string Key, string Name, string? Language, string Note, string Color)
{
    internal static IReadOnlyList<Person> Demo { get; } =
    [
        new("hanako", "佐藤 花子", "ja", "小学生と保育園児の母", "#e8788a"),
        new("kenta", "山本 健太", "ja", "会社員、一人ぐらし", "#5b8def"),
        new("fumi", "高橋 フミ", "ja", "78歳、スマホは半年目", "#9a7bd0"),
        new("emma", "Emma Clarke", "en", "英語の先生、来日1年", "#3aa68c"),
        new("minh", "グエン ミン", "vi", "技能実習生、やさしい日本語", "#e09a3e"),
        new("other", "別のスマホ", null, "花子さんの2台目（言語の同意なし）", "#7b8794"),
    ];
}
