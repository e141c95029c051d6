using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bot.Simulator.Line;

/// <summary>Profiles, and which rich menu a resident sees.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var bot = api.MapGroup("/v2/bot");
        bot.MapGet("/profile/{userId}", Profile);
        bot.MapPost("/user/all/richmenu/{menu}", (LineCall call, string menu) => WithPicture(call, menu, () => call.Town.Menus.SetDefault(menu)));
        bot.MapGet("/user/all/richmenu", (LineCall call) => Shown(call.Town.Menus.Default));
        bot.MapDelete("/user/all/richmenu", (LineCall call) =>
        {
            call.Town.Menus.SetDefault(null);
            return LineAnswer.Empty;
        });
        bot.MapPost("/user/{userId}/richmenu/{menu}", (LineCall call, string userId, string menu) => WithPicture(call, menu, () => Link(call, userId, menu)));
        bot.MapGet("/user/{userId}/richmenu", (LineCall call, string userId) => Shown(call.Town.ByUserId(userId)?.OwnRichMenuId));
        bot.MapDelete("/user/{userId}/richmenu", (LineCall call, string userId) =>
        {
            Link(call, userId, null);
            return LineAnswer.Empty;
        });
        bot.MapPost("/richmenu/bulk/link", (LineCall call) => Bulk(call, link: true));
        bot.MapPost("/richmenu/bulk/unlink", (LineCall call) => Bulk(call, link: false));
    }

    private static IResult Profile(LineCall call, string userId)
    {
        if (!SendEndpoints.UserId().IsMatch(userId)) return LineAnswer.Error(400, "The value for the 'userId' parameter is invalid");
        if (call.Town.ByUserId(userId) is not { HasProfile: true } resident) return LineAnswer.NotFound;
        var profile = new JsonObject
        {
            ["displayName"] = resident.Person.Name,
            ["userId"] = userId,
            ["pictureUrl"] = string.Create(CultureInfo.InvariantCulture, $"https://profile.line-scdn.example/{userId}"),
        };
        // given only with the user's consent
        if (resident.Person.Language is { } language) profile["language"] = language;
        return LineAnswer.Ok(profile);
    }

    private static IResult Shown(string? menu) =>
        menu is null ? LineAnswer.Error(404, "the user has no richmenu") : LineAnswer.Ok(new JsonObject { ["richMenuId"] = menu });

    private static IResult WithPicture(LineCall call, string menu, Action set)
    {
        if (call.Town.Menus.Get(menu) is null) return LineAnswer.Error(404, "richmenu not found");
        if (call.Town.Menus.Picture(menu) is null) return LineAnswer.Error(400, "must upload richmenu image before applying it to user");
        set();
        return LineAnswer.Empty;
    }

    private static void Link(LineCall call, string userId, string? menu)
    {
        // for people who are no friends LINE answers 200 and does nothing
        var resident = call.Town.ByUserId(userId);
        var arrives = resident is { IsFriend: true, HasBlocked: false };
        if (arrives)
        {
            resident!.OwnRichMenuId = menu;
            resident.TellState();
        }

        call.Town.Ledger.Add(call.Town.Slug, "line", menu is null ? "menu-unlink" : "menu-link", call.RequestId, menu, userId, arrives);
    }

    private static IResult Bulk(LineCall call, bool link)
    {
        if (call.Read(
            body =>
            {
                if (link) body.Text("richMenuId", 100, required: true);
                body.List("userIds", 1, 500, required: true);
            },
            out var json) is { } bad) return bad;
        var menu = link ? json.GetProperty("richMenuId").GetString() : null;
        if (menu is not null && call.Town.Menus.Picture(menu) is null) return LineAnswer.Error(400, "must upload richmenu image before applying it to user");
        foreach (var user in json.GetProperty("userIds").EnumerateArray().Where(u => u.ValueKind == JsonValueKind.String)) Link(call, user.GetString()!, menu);
        return LineAnswer.Accepted;
    }
}
