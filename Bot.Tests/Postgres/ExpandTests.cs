using Bot.Infrastructure.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Postgres;

/// <summary>
/// A migration only adds: while it is applied, and for as long as an update takes, the release before works on the new schema.
/// What nothing uses any more is taken away in a later release, by a file that says since when.
/// </summary>
public sealed class ExpandTests
{
    /// <summary>Up to here everything was one release.</summary>
    private const int Baseline = 14;

    [Test]
    public void Migrations_newer_than_the_baseline_only_add()
    {
        foreach (var migration in Migration.Embedded.Where(m => m.Number > Baseline && !ExpandOnly.IsReviewed(m.Sql)))
        {
            ExpandOnly.Faults(migration.Sql).ShouldBeEmpty(migration.Name);
        }
    }

    [TestCase("drop table inbox")]
    [TestCase("DROP  VIEW v")]
    [TestCase("drop policy inbox_of_town on inbox")]
    [TestCase("alter table inbox drop column source")]
    [TestCase("alter table inbox drop source")]
    [TestCase("alter table inbox add column a int, drop if exists source")]
    [TestCase("alter table inbox alter column source drop default")]
    [TestCase("alter table inbox rename to post")]
    [TestCase("alter table inbox rename column source to origin")]
    [TestCase("alter table inbox alter source type varchar(3)")]
    [TestCase("alter table inbox alter column source set data type int using 1")]
    [TestCase("alter type kind rename value 'a' to 'b'")]
    [TestCase("alter table inbox alter column reply_token set not null")]
    [TestCase("alter table inbox add column lane int not null")]
    [TestCase("alter table inbox add lane int not null check (lane in (1, 2)), add b int")]
    [TestCase("alter table only inbox add column ok numeric(3, 1), add column lane int\n not null -- default 3\n")]
    [TestCase("alter table inbox add constraint c check (source <> '')")]
    [TestCase("alter table inbox add unique (town_id, source)")]
    [TestCase("create unique index concurrently u on inbox (town_id, source)")]
    [TestCase("alter table inbox force row level security")]
    [TestCase("create policy p on inbox as restrictive for select to linebot_app using (true)")]
    [TestCase("revoke insert on inbox from linebot_app")]
    [TestCase("truncate inbox")]
    [TestCase("create trigger t before insert on inbox execute function f()")]
    [TestCase("create table a (town_id text); alter table b enable row level security")]
    [TestCase("do $$ begin execute 1; alter table inbox drop column source; end $$")]
    public void What_takes_away_is_found(string sql) => ExpandOnly.Faults(sql).ShouldNotBeEmpty();

    [TestCase("create table a (town_id text not null, n int not null check (n > 0)); alter table a enable row level security; create unique index u on a (town_id)")]
    [TestCase("alter table inbox add column lane int")]
    [TestCase("alter table inbox add column lane int not null default 3, add column b text")]
    [TestCase("alter table inbox alter column source drop not null")]
    [TestCase("alter table inbox drop constraint inbox_source_check")]
    [TestCase("create index i on inbox (town_id, source) where done_at is null")]
    [TestCase("drop index inbox_age")]
    [TestCase("create policy p on inbox for select to linebot_app using (true); grant select on inbox to linebot_app")]
    [TestCase("-- drop table inbox\nselect 'drop table inbox; it''s a text' /* alter table inbox rename to b */")]
    [TestCase("alter table inbox set (fillfactor = 50)")]
    [TestCase("insert into a select 1; update a set n = 2 where n is null")]
    public void What_only_adds_passes(string sql) => ExpandOnly.Faults(sql).ShouldBeEmpty();

    [TestCase("-- contracts: inbox.source; unused since v1.3\nalter table inbox drop column source", true)]
    [TestCase("-- contracts: inbox.source\nalter table inbox drop column source", false)]
    [TestCase("alter table inbox drop column source -- contracts: it; unused since v1.3", false)]
    public void A_file_that_takes_away_says_since_when_nothing_uses_it(string sql, bool reviewed) => ExpandOnly.IsReviewed(sql).ShouldBe(reviewed);
}
