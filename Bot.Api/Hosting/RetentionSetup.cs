using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Retention;
using Bot.Infrastructure.Schools.Privacy;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Hosting;

/// <summary>How long what is kept. The queues (35 days) and what the payment agent told (7 days) are tidied by their own loops.</summary>
internal static class RetentionSetup
{
    internal static void AddRetention(this IServiceCollection services, HouseSettings settings)
    {
        services.AddSingleton<IReadOnlyList<RetentionRule>>(s => Rules(s.GetRequiredService<Sealer>()));
        services.AddSingleton<DailyErasure>();
        if (settings.Does("worker"))
        {
            services.AddHostedService(s => s.GetRequiredService<DailyErasure>());
        }
    }

    internal static IReadOnlyList<RetentionRule> Rules(Sealer sealer) =>
    [
        new("draft", 0, 14, "書きかけの申し込みは14日で消します。", new DraftTable(sealer).Forget),
        new("session", 0, 7, "終わったログインの記録は7日で消します。", ErasureTable.Sessions),
        new("bulky-waste.person", 13, 0, "収集の年度が終わり、会計の確認が済むまで。", RequestErasureTable.Old),
        new("damage-reports.person", 13, 0, "片付いてから1年、同じ場所の問い合わせに答えるため。", ReportErasureTable.Old),
        new("schools.reason", 13, 0, "年度の出席簿を印刷し終わるまで。休んだ日と種類は残ります。", SchoolRetentionTable.Reasons),
        new("schools.reply", 13, 0, "理由と同じ期間。", SchoolRetentionTable.Replies),
        new("schools.ask", 13, 0, "締め切りの年度が終わるまで。", SchoolRetentionTable.Asks),
        new("schools.scan", 13, 0, "園の乗り降りの記録を次の年度に見直すまで。", SchoolRetentionTable.Scans),
        new("schools.alarm", 13, 0, "乗り降りの記録と同じ期間。", SchoolRetentionTable.Steps),
        new("schools.guardian", 13, 0, "登録が終わってから、問い合わせに答えるため。", GuardianErasureTable.Old),
        new("schools.child", 13, 0, "転出・卒業の年度が終わるまで。", ChildErasureTable.Old),
        new("photo", 13, 0, "申し込みと同じ期間。", ErasureTable.Photos),
        new("school-letter", 0, 30, "読める期間が終わってから30日で消します。", LetterErasureTable.Old),
        new("school-letter.unsent", 0, 1, "送らなかったお知らせのファイルは1日で消します。", LetterErasureTable.Unsent),
    ];
}
