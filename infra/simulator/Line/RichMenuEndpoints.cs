using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bot.Simulator.Line.Rules;

namespace Bot.Simulator.Line;

/// <summary>Rich menus and their aliases; the pictures go through the data host.</summary>
internal static partial class RichMenuEndpoints
{
    private const int MaxPicture = 1024 * 1024;

    public static void Map(IEndpointRouteBuilder api)
    {
        var menu = api.MapGroup("/v2/bot/richmenu");
        menu.MapPost("/", Create);
        menu.MapPost("/validate", (LineCall call) => call.Read(RichMenuRules.Check, out _) ?? LineAnswer.Empty);
        menu.MapGet("/list", (LineCall call) => LineAnswer.Ok(new JsonObject { ["richmenus"] = call.Town.Menus.All }));
        menu.MapGet("/{id}", (LineCall call, string id) => call.Town.Menus.Get(id) is { } found ? LineAnswer.Ok(found) : Missing);
        menu.MapDelete("/{id}", (LineCall call, string id) => call.Town.Menus.Delete(id) ? LineAnswer.Empty : Missing);
        menu.MapPost("/alias", (LineCall call) => SetAlias(call, null));
        menu.MapPost("/alias/{alias}", SetAlias);
        menu.MapGet("/alias/list", (LineCall call) => LineAnswer.Ok(new JsonObject { ["aliases"] = call.Town.Menus.Aliases }));
        menu.MapGet("/alias/{alias}", (LineCall call, string alias) => call.Town.Menus.ByAlias(alias) is { } id
            ? LineAnswer.Ok(new JsonObject { ["richMenuAliasId"] = alias, ["richMenuId"] = id })
            : LineAnswer.Error(404, "richmenu alias not found"));
        menu.MapDelete("/alias/{alias}", (LineCall call, string alias) =>
            call.Town.Menus.DropAlias(alias) ? LineAnswer.Empty : LineAnswer.Error(404, "richmenu alias not found"));
    }

    public static void MapData(IEndpointRouteBuilder data)
    {
        data.MapPost("/v2/bot/richmenu/{id}/content", Paint);
        data.MapGet("/v2/bot/richmenu/{id}/content", (LineCall call, string id) =>
            call.Town.Menus.Picture(id) is { } picture ? Results.Bytes(picture.Bytes, picture.Type) : Missing);
    }

    private static IResult Missing => LineAnswer.Error(404, "richmenu not found");

    private static IResult Create(LineCall call)
    {
        if (call.Read(RichMenuRules.Check, out var json) is { } bad) return bad;
        if (call.Town.Menus.Create((JsonObject)JsonNode.Parse(json.GetRawText())!) is not { } id)
            return LineAnswer.Error(400, FormattableString.Invariant($"The number of rich menus exceeds the limit of {RichMenus.Most}"));
        call.Town.Ledger.Add(call.Town.Slug, "line", "menu-create", call.RequestId, id, detail: JsonNode.Parse(json.GetRawText()));
        return LineAnswer.Ok(new JsonObject { ["richMenuId"] = id });
    }

    private static IResult SetAlias(LineCall call, string? alias)
    {
        if (call.Read(
            body =>
            {
                if (alias is null && body.Text("richMenuAliasId", 32, required: true) is { } name && !AliasName().IsMatch(name)) body.Refuse("Invalid alias", "richMenuAliasId");
                body.Text("richMenuId", 100, required: true);
            },
            out var json) is { } bad) return bad;
        var menu = json.GetProperty("richMenuId").GetString()!;
        if (call.Town.Menus.Picture(menu) is null) return LineAnswer.Error(400, "richmenu not found, or it has no image");
        return call.Town.Menus.SetAlias(alias ?? json.GetProperty("richMenuAliasId").GetString()!, menu, isNew: alias is null)
            ? LineAnswer.Empty
            : LineAnswer.Error(alias is null ? 400 : 404, alias is null ? "conflict richmenu alias id" : "richmenu alias not found");
    }

    private static IResult Paint(LineCall call, string id, HttpContext context)
    {
        if (call.Town.Menus.Get(id) is not { } menu) return Missing;
        var type = context.Request.ContentType?.Split(';')[0].Trim();
        if (type is not ("image/png" or "image/jpeg")) return LineAnswer.Error(415, "The media type must be image/png or image/jpeg");
        if (call.Body.Length > MaxPicture) return LineAnswer.Error(413, "The image must be 1 MB or less");
        if (ImageSize.Read(call.Body) is not { } size || size.Type != type) return LineAnswer.Error(400, "The image is broken or of another type");
        if (size.Width is < 800 or > 2500 || size.Height < 250 || size.Width / (double)size.Height < 1.45) return LineAnswer.Error(400, "The image size is invalid");
        if (size.Width != (int?)menu["size"]?["width"] || size.Height != (int?)menu["size"]?["height"]) return LineAnswer.Error(400, "The image size does not match the rich menu");
        return call.Town.Menus.Paint(id, call.Body, type) ? LineAnswer.Empty : LineAnswer.Error(400, "An image has already been uploaded to the richmenu");
    }

    [GeneratedRegex("^[a-z0-9_-]{1,32}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AliasName();
}
