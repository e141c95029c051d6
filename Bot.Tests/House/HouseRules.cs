using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Bot.Domain.Conversations;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.House;

/// <summary>The rules of the house, kept by tests because no package keeps them for us.</summary>
public sealed partial class HouseRules
{
    private static readonly Type[] Domain = [.. typeof(Decider).Assembly.GetTypes().Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute)))];
    private static readonly Type[] Ours =
    [
        .. Domain,
        .. typeof(Bot.Infrastructure.Postgres.Database).Assembly.GetTypes().Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute))),
    ];

    private static readonly string[] Modules = ["BulkyWaste", "DamageReports"];

    private static IEnumerable<Type> Records => Domain.Where(t => t.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null);

    [Test]
    public void The_domain_refers_to_the_framework_only() =>
        typeof(Decider).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ShouldAllBe(n => n.StartsWith("System", StringComparison.Ordinal));

    [Test]
    public void No_record_prints_itself_for_ever() =>
        Records.SelectMany(r => r.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.PropertyType == r))
            .Select(p => $"{p.DeclaringType}.{p.Name}").ShouldBeEmpty();

    [Test]
    public void Records_of_the_domain_hold_only_what_compares_by_value() =>
        Records.SelectMany(r => r.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(p => p.PropertyType.IsArray || p.PropertyType.Namespace is "System.Collections.Generic" or "System.Collections.Immutable")
            .Select(p => $"{p.DeclaringType}.{p.Name}").ShouldBeEmpty();

    [Test]
    public void Classes_are_sealed_or_made_for_inheritance() =>
        Ours.Where(t => t is { IsClass: true, IsAbstract: false, IsSealed: false }).Select(t => t.FullName).ShouldBeEmpty();

    [Test]
    public void A_union_is_closed() =>
        Domain.Where(t => t is { IsAbstract: true, IsSealed: false } && t.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Any(c => c.IsPrivate))
            .SelectMany(u => Domain.Where(t => t.BaseType == u && t.DeclaringType != u)).ShouldBeEmpty();

    [Test]
    public void A_module_knows_no_other_module()
    {
        foreach (var (file, text) in Product())
        {
            var home = Modules.FirstOrDefault(m => file.Contains($"/{m}/", StringComparison.Ordinal));
            var known = Modules.Where(m => m != home && text.Contains($".{m}", StringComparison.Ordinal));
            // The tools in infra play the modules against each other.
            if (home is not null || !(file.Contains("/Hosting/", StringComparison.Ordinal) || file.Contains("/infra/", StringComparison.Ordinal)))
            {
                known.ShouldBeEmpty(file);
            }
        }
    }

    [Test]
    public void Sql_stands_only_in_the_infrastructure_and_there_in_tables_and_searches()
    {
        foreach (var (file, text) in Product().Where(p => Sql.IsMatch(p.Text)))
        {
            if (file.Contains("/infra/", StringComparison.Ordinal))
            {
                // a tool looks into the database from outside, and in one place
                Path.GetFileName(file).ShouldEndWith("Sql.cs");
                continue;
            }

            file.ShouldContain("/Bot.Infrastructure/");
            Path.GetFileName(file).ShouldMatch("(Table|Search|Claims|Database|Migrator|Roles|ServerChecks|Sql)");
        }
    }

    [Test]
    public void Logs_are_generated_and_never_built_by_hand() =>
        Product().Where(p => HandMadeLog.IsMatch(p.Text)).Select(p => p.File).ShouldBeEmpty();

    [Test]
    public void No_file_outgrows_a_reader() =>
        Sources.All.Where(f => File.ReadLines(f).Count() > 250).ShouldBeEmpty();

    [Test]
    public void Nothing_is_left_for_later() =>
        Sources.All.Where(f => !f.Contains("/House/", StringComparison.Ordinal) && Leftover.IsMatch(File.ReadAllText(f))).ShouldBeEmpty();

    private static IEnumerable<(string File, string Text)> Product() =>
        Sources.All.Where(f => !f.Contains("/Bot.Tests/", StringComparison.Ordinal)).Select(f => (f, File.ReadAllText(f)));

    [GeneratedRegex(@"""""""\s*\n\s*(select|insert|update|delete|with)\s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sql { get; }

    [GeneratedRegex(@"[lL]og(ger)?\.(Log(Trace|Debug|Information|Warning|Error|Critical)|Information|Warning|Error)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HandMadeLog { get; }

    [GeneratedRegex(@"TODO|FIXME|HACK|NotImplementedException", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Leftover { get; }
}
