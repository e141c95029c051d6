using System.Diagnostics;
using Bot.Domain.DamageReports;

namespace Bot.Api.Console.DamageReports;

/// <summary>How publication is explained to staff.</summary>
internal static class PublicationShown
{
    public static string Why(PublicStanding standing) => standing switch
    {
        PublicStanding.Shown => "だれでも見られます。",
        PublicStanding.Never => "この種類は公開しない決まりです（町のフォルダーの publication.csv）。",
        PublicStanding.Waiting => "職員が内容を見て「公開する」を押すまで、出ません。",
        PublicStanding.Withdrawn => "職員が公開をやめました。",
        PublicStanding.Over => "終わってから日がたったため、一覧から外れました。",
        PublicStanding.Merged => "まとめた先の通報が出ます。",
        PublicStanding.Elsewhere => "ほかの町の受け持ちなので、その町が公開します。",
        _ => throw new UnreachableException(),
    };

    public static string Place(PlaceShown place) => place switch
    {
        PlaceShown.Exact => "通報された位置のまま",
        PlaceShown.Near => "約100mの目にまるめて",
        _ => "地区の名前だけで",
    };
}
