using System.Text;
using Bot.Infrastructure.Line;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line;

public sealed class LineSignatureTests
{
    // LINE's published vector.
    private const string Secret = "8c570fa6dd201bb328f1c1eac23a96d8";
    private const string Header = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=";
    private static readonly byte[] Body = """{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}"""u8.ToArray();

    [Test]
    public void The_official_vector_verifies() => new LineSignature(Secret).Verifies(Body, Header).ShouldBeTrue();

    [Test]
    public void What_we_sign_verifies() => new LineSignature(Secret).Sign(Body).ShouldBe(Header);

    [Test]
    public void One_changed_byte_is_noticed()
    {
        var signature = new LineSignature(Secret);
        for (var i = 0; i < Body.Length; i++)
        {
            var changed = (byte[])Body.Clone();
            changed[i] ^= 1;
            signature.Verifies(changed, Header).ShouldBeFalse();
        }
    }

    [Test]
    public void Both_secrets_are_good_while_they_are_exchanged()
    {
        var exchanging = new LineSignature("the-old-one", Secret);
        exchanging.Verifies(Body, Header).ShouldBeTrue();
        exchanging.Verifies(Body, new LineSignature("the-old-one").Sign(Body)).ShouldBeTrue();
        exchanging.Verifies(Body, new LineSignature("a-third").Sign(Body)).ShouldBeFalse();
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDL")]
    [TestCase("GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs")]
    [TestCase(" GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=")]
    [TestCase("GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=,GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=")]
    [TestCase("GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDA==")]
    [TestCase("GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLsA")]
    [TestCase("ＧhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=")]
    [TestCase("********************************************")]
    public void A_header_that_is_not_exactly_32_bytes_is_refused(string? header) =>
        new LineSignature(Secret).Verifies(Body, header).ShouldBeFalse();

    [TestCase("")]
    [TestCase("  ")]
    public void A_blank_secret_is_refused(string blank)
    {
        Should.Throw<ArgumentException>(() => new LineSignature(blank));
        Should.Throw<ArgumentException>(() => new LineSignature(Secret, blank));
    }

    [Test]
    public void Emoji_and_escapes_are_signed_as_they_came()
    {
        var body = Encoding.UTF8.GetBytes("""{"events":[{"text":"防災🏁 \uD83E\uDD28"}]}""");
        var signature = new LineSignature(Secret);
        signature.Verifies(body, signature.Sign(body)).ShouldBeTrue();
    }
}
