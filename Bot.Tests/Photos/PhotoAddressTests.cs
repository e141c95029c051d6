using System.Net;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Photos;
using Bot.Tests.Forms;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Photos;

/// <summary>Pictures in messages: only a sealed address opens one, for a month, and not once it was taken back.</summary>
public sealed class PhotoAddressTests
{
    private static readonly TownId Hoshimi = new("hoshimi");
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 3, 0, 0, TimeSpan.Zero);
    private static readonly PhotoAddresses Addresses = new(FormsHost.Key.For("photo-address"));
    private static readonly ShownPhoto[] All = [new ShownPhoto.Published(new Guid(7, 0, 0, new byte[8])), new ShownPhoto.Small("5901234567890123456"), new ShownPhoto.Whole("5901234567890123456")];

    [TestCaseSource(nameof(All))]
    public void An_address_opens_what_it_was_made_for_and_no_town_else(ShownPhoto photo)
    {
        Addresses.Read(Hoshimi, Token(photo), Now).ShouldBe(photo);
        Addresses.Read(new TownId("kawabe"), Token(photo), Now).ShouldBeNull();
        new PhotoAddresses(FormsHost.Key.For("another-use")).Read(Hoshimi, Token(photo), Now).ShouldBeNull();
    }

    [Test]
    public void It_stays_the_same_for_a_day_and_is_over_after_a_month()
    {
        Token(All[1], Now.AddHours(20)).ShouldBe(Token(All[1]));
        Token(All[1], Now.AddHours(21)).ShouldNotBe(Token(All[1]));
        Addresses.Read(Hoshimi, Token(All[1]), Now + PhotoAddresses.GoodFor).ShouldBe(All[1]);
        Addresses.Read(Hoshimi, Token(All[1]), Now.AddDays(30)).ShouldBeNull();
    }

    [Test]
    public void Whoever_alters_a_sign_of_it_opens_nothing()
    {
        var token = Token(All[2]);
        for (var at = 0; at < token.Length - 1; at++)
        {
            Addresses.Read(Hoshimi, $"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}", Now).ShouldBeNull();
        }

        foreach (var other in (string[])["", "A", token[..^4], token + "AAAA", "写真", new string('A', 4000), "%00"])
        {
            Addresses.Read(Hoshimi, other, Now).ShouldBeNull();
        }
    }

    [Test]
    public async Task LINE_fetches_it_as_nothing_but_a_picture_and_once_taken_back_it_is_gone()
    {
        await using var store = await TestDatabase.New();
        await using var host = await FormsHost.Start(store);
        using var line = new Surfer(host.Address);
        line.Headers.Clear();
        var now = host.Clock.GetUtcNow();
        Picture sample = new(PictureKind.Jpeg, 2, 1, "whole picture"u8.ToArray(), "small picture"u8.ToArray());
        var copy = await store.Database.InTown(Hoshimi, async tx =>
        {
            await PhotoTable.Add(tx, store.Sealer, Hoshimi, "a1", new CitizenId("U1"), sample, now, default);
            return await PublishedPhotoTable.Publish(tx, store.Sealer, Hoshimi, "a1", new VeiledPicture("veiled picture"u8.ToArray(), "veiled and small"u8.ToArray()), new Actor("staff", "0123", "hoshimi"), now, default);
        }, default);
        (string Path, string Shows)[] all =
        [
            (Addresses.Make(Hoshimi, new ShownPhoto.Whole("a1"), now), "whole picture"), (Addresses.Make(Hoshimi, new ShownPhoto.Small("a1"), now), "small picture"),
            (Addresses.Make(Hoshimi, new ShownPhoto.Published(copy!.Value), now), "veiled and small"),
        ];
        foreach (var (path, shows) in all)
        {
            using var answer = await line.Get($"/hoshimi/{path}");
            (await answer.Content.ReadAsStringAsync()).ShouldBe(shows);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["cross-origin"]);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
            (await line.Get($"/kawabe/{path}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        await store.Database.InTown(Hoshimi, tx => PhotoTable.Erase(tx, Hoshimi, "a1", now, default), default);
        foreach (var (path, _) in all)
        {
            (await line.Get($"/hoshimi/{path}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private static string Token(ShownPhoto photo, DateTimeOffset? now = null) => Addresses.Make(Hoshimi, photo, now ?? Now)["picture/".Length..];
}
