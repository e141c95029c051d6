using Bot.Api.Hosting;
using Bot.Tests.Postgres;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Payments;

public sealed class PaymentsCommandTests
{
    [Test]
    public async Task The_export_is_written_where_the_treasurer_wants_it()
    {
        await using var db = await TestDatabase.New();
        var file = Path.GetTempFileName();
        try
        {
            (await Run(db, "export", "hoshimi", "2026-12-01", "2026-12-31", file)).ShouldBe(0);
            (await File.ReadAllTextAsync(file)).ShouldStartWith("\"日付\",\"支払方法\"");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestCase("export", "hoshimi", "2026-12-31", "2026-12-01", "x.csv")]
    [TestCase("export", "hoshimi", "12/1", "12/31", "x.csv")]
    [TestCase("export", "../x", "2026-12-01", "2026-12-31", "x.csv")]
    [TestCase("import")]
    public async Task What_is_not_understood_is_told_how_to_say_it(params string[] words)
    {
        using var output = new StringWriter();
        (await PaymentsCommand.Run(words, new ConfigurationBuilder().Build(), output, CancellationToken.None)).ShouldBe(2);
        output.ToString().ShouldContain("payments export");
    }

    private static Task<int> Run(TestDatabase db, params string[] words) => PaymentsCommand.Run(
        words,
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Bot"] = db.AppConnectionString }).Build(),
        TextWriter.Null,
        CancellationToken.None);
}
