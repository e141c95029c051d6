using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Postgres;
using Bot.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Inbox;

public sealed class RetentionTests
{
    [Test]
    public async Task Only_what_was_finished_long_ago_is_deleted_and_only_in_its_town()
    {
        await using var db = await TestDatabase.New();
        await db.Peek<int>("""
            insert into inbox (town_id, event_id, citizen_id, source, occurred_at, received_at, payload, done_at)
            select t, d || case when done then '-done' else '-open' end, 'U1', 'line', at, at, '', case when done then at end
              from unnest(array['hoshimi', 'kawabe']) t, unnest(array[34, 36]) d, unnest(array[true, false]) done,
                   lateral (select now() - make_interval(days => d) as at) a;
            insert into outbox (town_id, outbox_id, lane, kind, body, created_at, due_at, seq, sent_at)
            select 'hoshimi', gen_random_uuid(), 1, 'd' || d, '', at, at, 1, at
              from unnest(array[34, 36]) d, lateral (select now() - make_interval(days => d) as at) a
            returning 1
            """);
        using var retention = new Retention(
            db.Database, new DatabaseClock(db.Database, TimeProvider.System), TimeProvider.System, NullLogger<Retention>.Instance);

        await retention.Clean(TestDatabase.Hoshimi, default);

        (await db.Peek<string>("select event_id from inbox where town_id = 'hoshimi' order by 1")).ShouldBe(["34-done", "34-open", "36-open"]);
        (await db.Peek<int>("select count(*)::int from inbox where town_id = 'kawabe'")).ShouldBe([4]);
        (await db.Peek<string>("select kind from outbox")).ShouldBe(["d34"]);
    }
}
