using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Schools.Arrivals;

namespace Bot.Api.Console.Schools.Arrivals;

/// <summary>How the pages say where a child stands and what was done.</summary>
internal static class ArrivalWords
{
    public static (string Title, string Chip) Of(Standing standing) => standing switch
    {
        Standing.Present => ("出席", "good"),
        Standing.Absent => ("欠席", ""),
        _ => ("不明", "warn"),
    };

    public static string Of(Reason reason) => reason switch
    {
        Reason.InClass => "教室で確認",
        Reason.CameThoughAbsent => "教室で確認（欠席の連絡あり）",
        Reason.Reported => "欠席の連絡あり",
        Reason.BoardedThoughAbsent => "欠席の連絡があるがバスの記録あり",
        Reason.NotAlighted => "バスに乗ったまま、降車の記録なし",
        Reason.NotInClass => "降車したが、教室で未確認",
        Reason.NotArrived => "連絡なし・記録なし",
        _ => "最後部座席が未確認",
    };

    public static string Of(ShownStep step) => step.Step switch
    {
        AlarmStep.Guardian => $"保護者への知らせ（{step.Told.Count}人）",
        AlarmStep.Staff => $"職員への知らせ（{step.Told.Count}か所）",
        AlarmStep.Head => $"園長・校長への知らせ（{step.Told.Count}か所）",
        AlarmStep.Ask => $"職員への確認の頼み（{step.Told.Count}か所）",
        AlarmStep.Cleared => "確認がとれたことを知らせました",
        _ => $"着いたことを保護者への知らせ（{step.Told.Count}人）",
    };

    /// <summary>What went wrong with it; <c>null</c> when nothing did.</summary>
    public static string? Trouble(ShownStep step, bool isDrill) => step switch
    {
        { Step: AlarmStep.Guardian } when isDrill => "訓練のため、保護者には知らせていません。",
        { Step: AlarmStep.Guardian, Told.Count: 0 } => "LINEでつながっている保護者がいません。電話してください。",
        { Step: AlarmStep.Staff or AlarmStep.Head or AlarmStep.Ask, Told.Count: 0 } => "知らせ先が登録されていません。決まりの画面で登録してください。",
        { Failed: > 0 } => $"{step.Failed}件が届いていません。電話などで知らせてください。",
        _ => null,
    };
}
