using Bot.Domain.Schools.Letters;
using NUnit.Framework;

namespace Bot.Tests.Schools.Letters;

public sealed class LetterFileNameTests
{
    [TestCase("12月の献立.pdf", true, ExpectedResult = "12月の献立.pdf")]
    [TestCase("献立.PDF", true, ExpectedResult = "献立.pdf")]
    [TestCase("献立.exe", true, ExpectedResult = "献立.exe.pdf", Description = "what is opened by its name is what it is")]
    [TestCase("C:\\Users\\hanako\\献立.pdf", true, ExpectedResult = "献立.pdf")]
    [TestCase("../../etc/passwd", true, ExpectedResult = "passwd.pdf")]
    [TestCase("a\u202Efdp.exe", true, ExpectedResult = "afdp.exe.pdf")]
    [TestCase("a\r\nSet-Cookie: b\".pdf", true, ExpectedResult = "aSet-Cookie b.pdf")]
    [TestCase(" .pdf", true, ExpectedResult = "お知らせ.pdf")]
    [TestCase("", true, ExpectedResult = "お知らせ.pdf")]
    [TestCase("IMG_0001.HEIC", false, ExpectedResult = "IMG_0001.HEIC")]
    [TestCase("\u0000", false, ExpectedResult = "写真")]
    public string A_name_keeps_what_can_be_seen_and_a_document_its_true_ending(string sent, bool isPdf) => LetterFile.Cleaned(sent, isPdf);

    [Test]
    public void A_long_name_is_cut_and_not_within_a_character()
    {
        var name = LetterFile.Cleaned($"{new string('あ', 59)}😀.pdf", isPdf: true);
        Assert.That(name, Is.EqualTo($"{new string('あ', 59)}.pdf"));
    }
}
