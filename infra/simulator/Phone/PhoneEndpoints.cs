using System.Text.Json;
using System.Text.Json.Nodes;
using Bot.Simulator.Line;
using Bot.Simulator.Stripe;

namespace Bot.Simulator.Phone;

/// <summary>The phone page and what it asks for.</summary>
internal static class PhoneEndpoints
{
    private const int MaxPhoto = 10 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder app, FakeLine line, FakeStripe stripe)
    {
        app.MapGet("/", () => Results.Redirect("/phone"));
        app.MapGet("/phone", (HttpContext context) => Assets.Send(context, "wwwroot/phone/index.html", "text/html"));
        var api = app.MapGroup("/phone/api");
        api.MapGet("/setup", () => Results.Json(Setup(line), Wire.Json));
        api.MapPost("/people", (NewPerson person) => person.Name.Trim() is { Length: > 0 and <= 20 } name
            ? Results.Json(Show(line.NewPerson(name, person.Language)), Wire.Json)
            : Results.BadRequest());
        api.MapGet("/content/{id}", (string id) => line.Contents.Look(id) is { Gone: false } item ? Results.Bytes(item.Bytes, item.Type) : Results.NotFound());
        api.MapGet("/{town}/richmenu/{id}", (string town, string id) =>
            line.Find(town)?.Menus.Picture(id) is { } picture ? Results.Bytes(picture.Bytes, picture.Type) : Results.NotFound());
        api.MapGet("/{town}/vouchers", (string town) => Results.Json(Vouchers(stripe, town), Wire.Json));

        var phone = api.MapGroup("/{town}/{person}");
        phone.MapGet("/stream", (HttpContext context, string town, string person) => Of(line, town, person) is { } resident ? PhoneStream.Run(context, resident) : Missing(context));
        Act(phone, line, "text", (resident, body) => resident.Says(Text(body, "text"), Optional(body, "quoting")));
        Act(phone, line, "postback", (resident, body) => resident.Posts(Text(body, "data"), Optional(body, "displayText"), body["params"]?.DeepClone() as JsonObject));
        Act(phone, line, "switch", (resident, body) => resident.Switches(Text(body, "alias"), Optional(body, "data")));
        Act(phone, line, "place", (resident, body) => resident.SendsPlace((double)body["latitude"]!, (double)body["longitude"]!, Optional(body, "title"), Optional(body, "address")));
        Act(phone, line, "sticker", (resident, body) => resident.SendsSticker(Text(body, "package"), Text(body, "sticker"), Optional(body, "keyword")));
        Act(phone, line, "unsend", (resident, body) => resident.Unsends(Text(body, "id")));
        Act(phone, line, "friend", (resident, _) => resident.AddsFriend());
        Act(phone, line, "block", (resident, _) => resident.Blocks());
        Act(phone, line, "sample", (resident, body) => resident.SendsPhoto(Samples.Bytes(Text(body, "name"))));
        phone.MapPost("/photo", async (HttpContext context, string town, string person) =>
        {
            if (Of(line, town, person) is not { } resident) return Results.NotFound();
            if (context.Request.ContentLength > MaxPhoto) return Results.StatusCode(413);
            using var copy = new MemoryStream();
            await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
            if (ImageSize.Read(copy.ToArray()) is not { } size) return Results.BadRequest();
            _ = resident.SendsPhoto(copy.ToArray(), size.Type);
            return Results.NoContent();
        });
    }

    // the page does not wait for the webhook: on a real phone, too, the message is simply out
    private static void Act(IEndpointRouteBuilder phone, FakeLine line, string name, Func<Resident, JsonObject, Task> act) =>
        phone.MapPost("/" + name, (string town, string person, JsonElement body) =>
        {
            if (Of(line, town, person) is not { } resident || body.ValueKind != JsonValueKind.Object) return Results.NotFound();
            try
            {
                _ = act(resident, JsonObject.Create(body)!);
                return Results.NoContent();
            }
            catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException)
            {
                return Results.BadRequest(wrong.Message);
            }
        });

    private static Resident? Of(FakeLine line, string town, string person) => line.FindPerson(person) is null ? null : line.Find(town)?.Resident(person);

    private static Task Missing(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }

    private static string Text(JsonObject body, string name) => (string?)body[name] ?? throw new ArgumentException($"{name} is missing", nameof(body));

    private static string? Optional(JsonObject body, string name) => (string?)body[name] is { Length: > 0 } text ? text : null;

    private static JsonObject Setup(FakeLine line) => new()
    {
        ["towns"] = new JsonArray([.. line.Towns.Select(t => new JsonObject { ["slug"] = t.Slug, ["name"] = t.Settings.Name })]),
        ["people"] = new JsonArray([.. line.People.Select(Show)]),
        ["samples"] = new JsonArray([.. Samples.All.Select(s => new JsonObject { ["name"] = s.Name, ["title"] = s.Title })]),
        ["places"] = new JsonArray([.. Samples.Places.Select(p => new JsonObject
        {
            ["title"] = p.Title,
            ["address"] = p.Address,
            ["latitude"] = p.Latitude,
            ["longitude"] = p.Longitude,
        })]),
    };

    private static JsonObject Show(Person person) => new()
    {
        ["key"] = person.Key,
        ["name"] = person.Name,
        ["language"] = person.Language,
        ["note"] = person.Note,
        ["color"] = person.Color,
    };

    private static JsonArray Vouchers(FakeStripe stripe, string town) => new([.. stripe.Accounts.Where(a => a.Town == town).SelectMany(a => a.Sessions)
        .Where(s => s.Intent is { Method: PayMethod.Konbini, Status: "requires_action" })
        .Select(s => new JsonObject { ["url"] = s.Url, ["amount"] = s.Amount, ["number"] = StripeWriter.Numbers(s).Payment })]);

    private sealed record NewPerson(string Name, string? Language);
}
