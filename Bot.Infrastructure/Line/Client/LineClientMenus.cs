using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Client;

/// <summary>The Messaging API: rich menus. Creating and deleting are limited to 100 an hour.</summary>
public sealed partial class LineClient
{
    private const string Menus = "v2/bot/richmenu";

    public async Task<LineAnswer<Done>> ValidateMenu(LineChannel channel, RichMenu menu, CancellationToken stop) =>
        LineBody.Done(await Post(channel, LineEndpoint.MenuValidate, Menus + "/validate", RichMenuWriter.Bytes(menu), stop));

    /// <summary>Answers the new menu's id. It needs an image before anybody can see it.</summary>
    public async Task<LineAnswer<RichMenuId>> CreateMenu(LineChannel channel, RichMenu menu, CancellationToken stop) =>
        LineBody.Understand(await Post(channel, LineEndpoint.MenuCreate, Menus, RichMenuWriter.Bytes(menu), stop), RichMenuId.From);

    /// <summary>JPEG or PNG, at most 1 MB; cannot be replaced later.</summary>
    public async Task<LineAnswer<Done>> UploadMenuImage(LineChannel channel, string menuId, string contentType, ReadOnlyMemory<byte> image, CancellationToken stop) =>
        LineBody.Done(await _wire.Send(
            channel,
            new LineCall(LineEndpoint.MenuImage, HttpMethod.Post, $"{Menus}/{Segment(menuId)}/content", Lane.Notice) { Body = image, ContentType = contentType },
            stop));

    public async Task<LineAnswer<RichMenuList>> ListMenus(LineChannel channel, CancellationToken stop) =>
        LineBody.Understand(await Get(channel, LineEndpoint.MenuList, Menus + "/list", stop), RichMenuList.From);

    public async Task<LineAnswer<Done>> DeleteMenu(LineChannel channel, string menuId, CancellationToken stop) =>
        LineBody.Done(await Delete(channel, LineEndpoint.MenuDelete, $"{Menus}/{Segment(menuId)}", stop));

    /// <summary>The menu of everybody who has none of their own.</summary>
    public async Task<LineAnswer<Done>> SetDefaultMenu(LineChannel channel, string menuId, CancellationToken stop) =>
        LineBody.Done(await Post(channel, LineEndpoint.MenuDefault, $"v2/bot/user/all/richmenu/{Segment(menuId)}", null, stop));

    public async Task<LineAnswer<RichMenuId>> DefaultMenu(LineChannel channel, CancellationToken stop) =>
        LineBody.Understand(await Get(channel, LineEndpoint.MenuDefault, "v2/bot/user/all/richmenu", stop), RichMenuId.From);

    public async Task<LineAnswer<Done>> ClearDefaultMenu(LineChannel channel, CancellationToken stop) =>
        LineBody.Done(await Delete(channel, LineEndpoint.MenuDefault, "v2/bot/user/all/richmenu", stop));

    /// <summary>In force at once; for somebody who blocked the account nothing happens.</summary>
    public async Task<LineAnswer<Done>> LinkMenu(LineChannel channel, string userId, string menuId, CancellationToken stop) =>
        LineBody.Done(await Post(channel, LineEndpoint.MenuLink, $"v2/bot/user/{Segment(userId)}/richmenu/{Segment(menuId)}", null, stop));

    public async Task<LineAnswer<Done>> UnlinkMenu(LineChannel channel, string userId, CancellationToken stop) =>
        LineBody.Done(await Delete(channel, LineEndpoint.MenuLink, $"v2/bot/user/{Segment(userId)}/richmenu", stop));

    public async Task<LineAnswer<RichMenuId>> MenuOf(LineChannel channel, string userId, CancellationToken stop) =>
        LineBody.Understand(await Get(channel, LineEndpoint.MenuLink, $"v2/bot/user/{Segment(userId)}/richmenu", stop), RichMenuId.From);

    /// <summary>Up to 500 residents; done some time later.</summary>
    public async Task<LineAnswer<Done>> LinkMenus(LineChannel channel, IReadOnlyCollection<string> userIds, string menuId, CancellationToken stop) =>
        LineBody.Done(await Post(channel, LineEndpoint.MenuBulk, Menus + "/bulk/link", Bulk(userIds, menuId), stop));

    public async Task<LineAnswer<Done>> UnlinkMenus(LineChannel channel, IReadOnlyCollection<string> userIds, CancellationToken stop) =>
        LineBody.Done(await Post(channel, LineEndpoint.MenuBulk, Menus + "/bulk/unlink", Bulk(userIds, null), stop));

    /// <summary>Gives a menu a name of ours; the menu must have its image.</summary>
    public async Task<LineAnswer<Done>> CreateAlias(LineChannel channel, string alias, string menuId, CancellationToken stop) =>
        LineBody.Done(await Post(channel, LineEndpoint.AliasCreate, Menus + "/alias", Alias(alias, menuId), stop));

    public async Task<LineAnswer<Done>> MoveAlias(LineChannel channel, string alias, string menuId, CancellationToken stop) =>
        LineBody.Done(await Post(channel, LineEndpoint.Alias, $"{Menus}/alias/{Segment(alias)}", Alias(null, menuId), stop));

    public async Task<LineAnswer<Done>> DeleteAlias(LineChannel channel, string alias, CancellationToken stop) =>
        LineBody.Done(await Delete(channel, LineEndpoint.AliasDelete, $"{Menus}/alias/{Segment(alias)}", stop));

    public async Task<LineAnswer<RichMenuId>> MenuByAlias(LineChannel channel, string alias, CancellationToken stop) =>
        LineBody.Understand(await Get(channel, LineEndpoint.Alias, $"{Menus}/alias/{Segment(alias)}", stop), RichMenuId.From);

    private static ReadOnlyMemory<byte> Alias(string? alias, string menuId) => LineBody.Write(json =>
    {
        json.Text("richMenuAliasId", alias);
        json.Text("richMenuId", menuId);
    });

    private static ReadOnlyMemory<byte> Bulk(IReadOnlyCollection<string> userIds, string? menuId)
    {
        AtMost500(userIds);
        return LineBody.Write(json =>
        {
            json.Text("richMenuId", menuId);
            json.Each("userIds", userIds, static (writer, user) => writer.WriteStringValue(user));
        });
    }
}

public sealed record RichMenuId(string Value)
{
    internal static RichMenuId? From(JsonElement json) => LineBody.Text(json, "richMenuId") is { } id ? new RichMenuId(id) : null;
}

/// <summary>The menus of a channel: id and the name that only we see.</summary>
public sealed record RichMenuList(Items<(string Id, string Name)> Menus)
{
    internal static RichMenuList? From(JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? new RichMenuList([.. Findings.Each(Findings.Member(json, "richmenus"))
            .Select(menu => (LineBody.Text(menu.Item, "richMenuId") ?? "", LineBody.Text(menu.Item, "name") ?? ""))])
        : null;
}
