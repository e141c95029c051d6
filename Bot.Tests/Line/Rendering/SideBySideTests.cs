using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Line.Rendering;
using Bot.Infrastructure.Wording;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Rendering;

/// <summary>Things to look at and choose from, each in a bubble of its own, and pictures in messages.</summary>
public sealed class SideBySideTests
{
    private static readonly FormId Form = new("damage-report");

    [Test]
    public void Each_thing_has_a_bubble_with_its_picture_or_its_name_and_its_button()
    {
        var messages = Draw("https://machi.example/hoshimi/", Ask(5));
        messages[0].ShouldBeOfType<LineMessage.Text>().Words.ShouldBe("同じものですか。");
        var bubbles = Carousel(messages[1]);
        bubbles.Count.ShouldBe(6);
        bubbles[0].Hero.ShouldBeOfType<FlexComponent.Image>().Url.ShouldBe("https://machi.example/hoshimi/picture/Zk3x");
        bubbles[1].Hero.ShouldBeOfType<FlexComponent.Box>().Contents[0].ShouldBeOfType<FlexComponent.Text>().Words.ShouldBe("穴2");
        bubbles.Select(b => b.Body!.Contents.OfType<FlexComponent.Box>().Select(box => ((LineAction.Postback)box.Action!).Data).ShouldHaveSingleItem())
            .ShouldBe(["damage-report/7/k1", "damage-report/7/k2", "damage-report/7/k3", "damage-report/7/k4", "damage-report/7/k5", "damage-report/7/none"]);
        bubbles.Select(b => b.Size).Distinct().ShouldHaveSingleItem();
        ((LineAction.Postback)messages[1].QuickReply[0].Action).Data.ShouldBe("damage-report/7/none", "what all the bubbles are not is in sight without leafing through them");
        ((LineMessage.Flex)messages[1]).AltText.ShouldContain("1. これです（1）\n   穴・北へ約20m");
        LineLimits.Faults([.. messages]).ShouldBeEmpty();
    }

    [Test]
    public void Without_https_there_is_no_picture_and_all_else_stays()
    {
        var bubbles = Carousel(Draw("http://127.0.0.1/hoshimi/", Ask(2))[1]);
        bubbles[0].Hero.ShouldBeOfType<FlexComponent.Box>();
        Draw("http://127.0.0.1/hoshimi/", new Effect.Say(Plain("終わりました")) { Picture = "picture/Zk3x" }).ShouldHaveSingleItem().ShouldBeOfType<LineMessage.Text>();
    }

    [Test]
    public void What_is_said_may_have_a_picture_above_it()
    {
        var message = Draw("https://machi.example/hoshimi/", new Effect.Say(Plain("終わりました")) { Picture = "picture/Zk3x" }).ShouldHaveSingleItem();
        ((FlexContainer.Bubble)((LineMessage.Flex)message).Contents).Hero.ShouldBeOfType<FlexComponent.Image>().Url.ShouldBe("https://machi.example/hoshimi/picture/Zk3x");
        LineLimits.Faults(message).ShouldBeEmpty();
        Draw("https://machi.example/hoshimi/", new Effect.Say(Plain("終わりました")) { Picture = "https://evil.example/x.jpg" }).ShouldHaveSingleItem()
            .ShouldBeOfType<LineMessage.Text>("a picture of somebody else is none of ours");
    }

    private static Effect.Ask Ask(int things) => new(
        Form,
        new("same"),
        new Prompt(Plain("同じものですか。"),
        [
            .. Enumerable.Range(1, things).Select(i => new Button.Pick($"k{i}", Plain($"これです（{i}）"), Plain("穴・北へ約20m")) { Heading = Plain($"穴{i}"), Picture = i == 1 ? "picture/Zk3x" : null }),
            new Button.Pick("none", Plain("違います")),
        ])
        { SideBySide = true },
        new TurnNo(7),
        3,
        10);

    private static Items<FlexContainer.Bubble> Carousel(LineMessage message) => ((LineMessage.Flex)message).Contents.ShouldBeOfType<FlexContainer.Carousel>().Bubbles;

    private static Items<LineMessage> Draw(string pages, params ReadOnlySpan<Effect> effects) => Renderer.Draw(
        new Items<Effect>(effects), WordingFiles.Load(), Language.Japanese, new TownLook("#1A4F8B", "#FFFFFF", "0999-00-1234", new Uri(pages)), _ => new Uri(pages));

    private static Words.Plain Plain(string text) => new(text);
}
