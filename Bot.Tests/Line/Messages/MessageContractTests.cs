using System.Reflection;
using System.Text;
using System.Text.Json;
using Bot.Infrastructure.Line.Messages;
using Bot.Tests.Line.OpenApi;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Messages;

public sealed class MessageContractTests
{
    private static IEnumerable<string> Kinds => MessageSamples.All.Keys;

    [TestCaseSource(nameof(Kinds))]
    public void What_we_write_is_what_the_specification_says(string kind)
    {
        var file = OpenApiFile.Find("messaging-api.yml");
        if (file is null)
        {
            Assert.Ignore("messaging-api.yml is not beside the repository; the list of limits is tested in any case");
        }

        using var request = JsonDocument.Parse(
            $$"""{"replyToken":"t","messages":{{Encoding.UTF8.GetString(LineEnvelope.Array([MessageSamples.All[kind]]).Span)}}}""");
        file!.Faults("ReplyMessageRequest", request.RootElement).ShouldBeEmpty();
    }

    [TestCaseSource(nameof(Kinds))]
    public void What_we_write_keeps_every_limit(string kind) => LineLimits.Faults(MessageSamples.All[kind]).ShouldBeEmpty();

    [Test]
    public void The_samples_hold_every_message_template_component_and_action()
    {
        var written = string.Concat(MessageSamples.All.Values.Select(m => m.ToString() + Encoding.UTF8.GetString(MessageWriter.Bytes(m).Span)));
        Type[] unions = [typeof(LineMessage), typeof(LineTemplate), typeof(FlexContainer), typeof(FlexComponent), typeof(LineAction)];
        var missing = unions.SelectMany(union => union.GetNestedTypes(BindingFlags.Public)).Select(t => t.Name)
            .Where(name => !written.Contains(name, StringComparison.OrdinalIgnoreCase) && name is not ("PickDate" or "PickTime" or "PickDateTime" or "RichMenuSwitch"));
        missing.ShouldBeEmpty();
        written.ShouldContain("\"mode\":\"date\"");
        written.ShouldContain("\"mode\":\"time\"");
        written.ShouldContain("\"mode\":\"datetime\"");
    }

    [Test]
    public void Japanese_is_written_as_it_is_and_broken_letters_are_mended()
    {
        Encoding.UTF8.GetString(MessageWriter.Bytes(new LineMessage.Text("防災\ud83d終\0")).Span)
            .ShouldBe("{\"type\":\"text\",\"text\":\"防災\ufffd終\"}");
    }

    [Test]
    public void An_envelope_is_read_back_as_it_was_written()
    {
        var envelope = LineEnvelope.Read(LineEnvelope.Write(mustDeliver: true, [.. MessageSamples.All.Values])).ShouldNotBeNull();
        envelope.MustDeliver.ShouldBeTrue();
        envelope.Messages.ToArray().ShouldBe(LineEnvelope.Array([.. MessageSamples.All.Values]).ToArray());
        LineEnvelope.Read("""[{"type":"text","text":"a"}]"""u8.ToArray()).ShouldNotBeNull().MustDeliver.ShouldBeFalse();
        LineEnvelope.Read("""{"messages":7}"""u8.ToArray()).ShouldBeNull();
        LineEnvelope.Read("{"u8.ToArray()).ShouldBeNull();
    }
}
