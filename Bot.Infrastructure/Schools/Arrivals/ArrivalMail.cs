using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Line.Rendering;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>What the staff of a school read outside the console: that something is to be looked at, and nothing of whom.</summary>
internal static class ArrivalMail
{
    public static (string Subject, string Text) Of(School school, DueStep step, bool isDrill, Uri board)
    {
        var (drill, house) = (isDrill ? Drill.Word : "", school.Name.Ja);
        var (subject, text) = (step.Step, step.Reason) switch
        {
            (AlarmStep.Cleared, Reason.RearSeat) => ("バスの最後部座席の確認がとれました", "最後部座席が確認されました。"),
            (AlarmStep.Cleared, _) => ("確認できていなかった子どもの確認がとれました", "知らせた子どもの居場所が確認されました。"),
            (_, Reason.RearSeat) => ("【至急】バスの最後部座席が確認されていません", "バスが着いたあと、最後部座席の確認が記録されていません。すぐに車内をすべて見てください。"),
            (_, Reason.CameThoughAbsent) => ("欠席の連絡と登園の記録が合っていません", "欠席の連絡がある子どもに、登園の記録があります。読み取り違いがないか、確かめてください。"),
            (AlarmStep.Ask, _) => ("【至急】欠席の連絡と乗車の記録が合っていません", "欠席の連絡がある子どもに、バスの記録があります。すぐに確かめてください。"),
            (_, Reason.NotAlighted) => ("【至急】バスに乗った子どもの降車が確認できていません", "バスに乗った記録があり、降りた記録がない子どもがいます。すぐに車内をすべて見てください。"),
            (_, Reason.NotInClass or Reason.BoardedThoughAbsent) => ("【至急】バスに乗った子どもが教室で確認できていません", "バスに乗った記録があり、教室での確認がない子どもがいます。すぐに車内と園内を見てください。"),
            _ => ("【至急】登園が確認できていない子どもがいます", "欠席の連絡がなく、登園の記録もない子どもがいます。保護者に電話で確かめてください。"),
        };
        return ($"{drill}{subject}（{house}）", $"{(isDrill ? $"{drill}これは訓練です。保護者には知らせていません。\n" : "")}{text}\n\nだれのことかは、職員画面にサインインして見てください。\n{board}\n");
    }
}
