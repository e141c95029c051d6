using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.SignIn;

/// <summary>Where somebody's account stands, in words.</summary>
internal static class StaffState
{
    public static string Of(StaffLine line) => line switch
    {
        { Left: not null } => "退職・異動",
        { IsInvited: true } => "招待中（リンクは未使用）",
        { Joined: null } => "リンクが要ります",
        { HasPasskey: false, HasTotp: false, IsLinked: false } => "二つ目の確認方法が未設定",
        _ => "利用中",
    };
}
