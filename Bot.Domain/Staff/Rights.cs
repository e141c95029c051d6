using Bot.Domain.Kernel;
using static Bot.Domain.Staff.Duty;

namespace Bot.Domain.Staff;

/// <summary>The one table that says which right needs which duty. Pages and actions name a right; what names none cannot be reached.</summary>
public static class Rights
{
    private const string Waste = "bulky-waste";
    private const string Damage = "damage-reports";
    private const string Schools = "schools";

    private static readonly Items<Duty> Everybody = [Clerk, Approver, School, Crew, Auditor, Administrator, RegionObserver];

    /// <summary>Home, one's own account, signing out.</summary>
    public static readonly Right Home = new("home", "ホームと自分の設定", Everybody);

    public static readonly Right Account = new("account", "自分のサインインの設定", Everybody, Proof: true);
    public static readonly Right StaffManage = new("staff.manage", "職員と担当の管理", [Administrator], Proof: true);
    public static readonly Right StaffSee = new("staff.see", "職員の一覧", [Administrator, Auditor]);
    public static readonly Right SettingsSee = new("settings.see", "町の設定を見る", [Administrator, Auditor, Approver, Clerk]);
    public static readonly Right SettingsChange = new("settings.change", "町の設定を変える", [Administrator]);
    public static readonly Right SettingsMove = new("settings.move", "町の設定の書き出しと読み込み", [Administrator], Proof: true);
    public static readonly Right StaffMessagesSee = new("staff-messages.see", "職員への通知を見る", [Clerk, Approver, Auditor, Administrator]);
    public static readonly Right StaffMessagesChange = new("staff-messages.change", "職員への通知を変える（承認者は自分の課だけ）", [Approver, Administrator]);
    public static readonly Right StaffMessagesConnect = new("staff-messages.connect", "職員への通知の送り先（LINEグループ・ウェブフック）をつなぐ（承認者は自分の課だけ）", [Approver, Administrator], Proof: true);
    public static readonly Right KeysChange = new("keys.change", "鍵と接続の変更", [Administrator], Proof: true);
    public static readonly Right AuditSee = new("audit.see", "操作の記録を見る", [Auditor, Administrator]);
    public static readonly Right AuditExport = new("audit.export", "操作の記録の書き出し", [Auditor], Proof: true);
    public static readonly Right ResidentExport = new("resident.export", "本人への開示", [Approver], Proof: true);
    public static readonly Right ResidentErase = new("resident.erase", "本人の求めによる消去", [Approver], Proof: true);
    public static readonly Right CallsSee = new("calls.see", "職員への相談", [Clerk, Approver]);
    public static readonly Right NumbersSee = new("numbers.see", "統計を見る", [Clerk, Approver, Auditor, Administrator, RegionObserver]);

    public static readonly Right BulkyWasteSee = new("bulky-waste.see", "粗大ごみの申し込みを見る", [Clerk, Approver, Auditor], Waste);
    public static readonly Right BulkyWasteChange = new("bulky-waste.change", "粗大ごみの申し込みを変える", [Clerk, Approver], Waste);
    public static readonly Right BulkyWasteMoney = new("bulky-waste.money", "手数料の変更と返金", [Approver], Waste, Proof: true);
    public static readonly Right BulkyWasteCash = new("bulky-waste.cash", "窓口での受け取り", [Clerk, Approver], Waste);
    public static readonly Right BulkyWasteExport = new("bulky-waste.export", "粗大ごみの書き出し", [Clerk, Approver, Auditor], Waste, Proof: true);
    public static readonly Right BulkyWasteCounter = new("bulky-waste.counter", "窓口・電話の受け付け", [Clerk, Approver], Waste);
    public static readonly Right BulkyWasteRoute = new("bulky-waste.route", "収集の順番", [Clerk, Approver, Crew], Waste);
    public static readonly Right BulkyWasteCrew = new("bulky-waste.crew", "現場の画面", [Crew, Clerk, Approver], Waste);
    public static readonly Right BulkyWastePlan = new("bulky-waste.plan", "品目・手数料・収集日を見る", [Clerk, Approver, Administrator, Auditor], Waste);
    public static readonly Right BulkyWastePlanChange = new("bulky-waste.plan.change", "品目・手数料・収集日を変える", [Approver, Administrator], Waste);
    public static readonly Right Accounts = new("accounts", "収納の記録と書き出し", [Approver, Auditor], Waste, Proof: true);

    public static readonly Right DamageReportsSee = new("damage-reports.see", "道路などの通報を見る", [Clerk, Approver, Auditor], Damage);
    public static readonly Right DamageReportsChange = new("damage-reports.change", "道路などの通報への対応", [Clerk, Approver], Damage);
    public static readonly Right DamageReportsExport = new("damage-reports.export", "道路などの通報の書き出し", [Clerk, Approver, Auditor], Damage, Proof: true);
    public static readonly Right DamageReportsPlan = new("damage-reports.plan", "通報の振り分けを見る", [Clerk, Approver, Administrator, Auditor], Damage);
    public static readonly Right DamageReportsPlanChange = new("damage-reports.plan.change", "通報の振り分けを変える", [Approver, Administrator], Damage);
    public static readonly Right DamageReportsPublish = new("damage-reports.publish", "道路などの通報の公開", [Clerk, Approver], Damage);
    public static readonly Right DamageReportsField = new("damage-reports.field", "道路などの通報の現場の画面", [Crew, Clerk, Approver], Damage);
    public static readonly Right DamageReportsKeys = new("damage-reports.keys", "通報の受け口（Open311）の鍵", [Administrator], Proof: true);

    public static readonly Right DamageReportsCounter = new("damage-reports.counter", "道路などの通報の受け付け（窓口・電話）", [Clerk, Approver], Damage);

    /// <summary>A school's own staff; which school, its pages ask of the department.</summary>
    public static readonly Right SchoolSee = new("schools.see", "学校・園の名簿と連絡を見る", [School], Schools);
    public static readonly Right SchoolChange = new("schools.change", "学校・園の名簿と連絡を変える", [School], Schools);
    public static readonly Right SchoolBus = new("schools.bus", "登園とバスの記録（電話）", [School, Crew], Schools);
    public static readonly Right SchoolExport = new("schools.export", "学校・園の書き出し", [School], Schools, Proof: true);
    public static readonly Right SchoolNumbers = new("schools.numbers", "学校・園の人数だけを見る（教育委員会）", [Clerk, Approver, Auditor, RegionObserver], Schools);
    public static readonly Right SchoolPlanChange = new("schools.plan.change", "学校・園の設定を変える（教育委員会）", [Approver, Administrator]);

    public static readonly Right DisasterSee = new("disaster.see", "災害モードを見る", [Clerk, Approver, Auditor, Administrator], Damage);
    public static readonly Right DisasterSwitch = new("disaster.switch", "災害モードの切り替え", [Approver, Administrator], Damage, Proof: true);
    public static readonly Right DisasterPolicy = new("disaster.policy", "警報のときの動きを変える", [Administrator], Damage, Proof: true);
    public static readonly Right RoadClosures = new("closures.change", "通行止めの入力", [Clerk, Approver], Damage);
    public static readonly Right DisasterExport = new("disaster.export", "県への報告の書き出し", [Clerk, Approver, Auditor], Damage, Proof: true);

    /// <summary>All of them, in the order of this table.</summary>
    public static Items<Right> All { get; } =
    [
        Home, Account, StaffManage, StaffSee, SettingsSee, SettingsChange, SettingsMove, StaffMessagesSee, StaffMessagesChange, StaffMessagesConnect, KeysChange, AuditSee, AuditExport, ResidentExport, ResidentErase, CallsSee, NumbersSee,
        BulkyWasteSee, BulkyWasteChange, BulkyWasteMoney, BulkyWasteCash, BulkyWasteExport, BulkyWasteCounter, BulkyWasteRoute, BulkyWasteCrew,
        BulkyWastePlan, BulkyWastePlanChange, Accounts,
        DamageReportsSee, DamageReportsChange, DamageReportsExport, DamageReportsPlan, DamageReportsPlanChange, DamageReportsPublish, DamageReportsField, DamageReportsKeys, DamageReportsCounter, DisasterSee, DisasterSwitch, DisasterPolicy, RoadClosures, DisasterExport,
        SchoolSee, SchoolChange, SchoolBus, SchoolExport, SchoolNumbers, SchoolPlanChange,
    ];
}
