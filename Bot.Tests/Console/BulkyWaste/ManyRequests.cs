using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Conversations;
using Bot.Tests.BulkyWaste;
using Bot.Tests.Postgres;
using Shouldly;

namespace Bot.Tests.Console.BulkyWaste;

/// <summary>Many requests of one town: one comes in as from a resident, the others are copies of it in all states and on many days.</summary>
internal sealed class ManyRequests(TestDatabase store, BulkyWasteModule module, BulkyTowns towns, DateOnly day)
{
    private static readonly (string Name, string Kana)[] Families = [("星見", "ほしみ"), ("水上", "みなかみ"), ("川辺", "かわべ"), ("本町", "ほんまち"), ("森", "もり"), ("朝日", "あさひ"), ("山田", "やまだ")];

    private int _number;

    public Guid One { get; private set; }

    public DateOnly Day => day;

    public async Task First(DateTimeOffset now)
    {
        var town = TestDatabase.Hoshimi;
        var form = new Effect.Submit(BulkyWasteForms.Request.Id, BulkyRig.Answers(day, "honcho", []));
        One = (await store.Database.InTown(
            town, tx => module.Module.Desks[form.Form](new TurnContext(tx, town, BulkyRig.Hanako, "test/first", now), form, default), default))
            .ShouldBeOfType<Verdict.Accepted>().Submission;
    }

    /// <summary>Adds so many: most have been collected or are planned, and each of ten days in turn has its share.</summary>
    public async Task Add(int number)
    {
        const string sql = """
            insert into bulky_request
            select (jsonb_populate_record(r, jsonb_build_object(
                'request_id', i.id, 'receipt', 'x' || i.n, 'asked_at', r.asked_at - i.n % 300 * interval '1 day', 'changed_at', r.asked_at, 'citizen_id', 'U' || i.n, 'requester', null,
                'photos', case when i.n <= 250 then array['photo-' || i.n * 2, 'photo-' || i.n * 2 + 1] else '{}' end, 'pay_code', null,
                'day', r.day + (case when i.n % 20 = 3 then i.n / 20 % 10 * 7 when i.n % 2 = 0 then -30 - i.n % 300 else i.n / 20 % 10 * 7 end)::int,
                'number', case when i.n % 20 in (3, 4) or i.n % 2 = 0 then i.digits end,
                'obstacle', case when i.n % 20 = 4 then 'nothing-there' end,
                'pay_by', case when i.n % 20 = 1 then r.pay_by end,
                'state', case when i.n % 20 = 3 then 'paid' when i.n % 20 = 4 then 'not-collected' when i.n % 20 = 5 then 'checking' when i.n % 20 = 1 then 'awaiting-payment'
                              when i.n % 2 = 0 then 'collected' else 'cancelled' end))).*
              from bulky_request r, unnest(@ids, @numbers, @digits) i(id, n, digits) where r.request_id = @one;
            insert into bulky_request_line
            select (jsonb_populate_record(l, jsonb_build_object('request_id', i.id))).* from bulky_request_line l, unnest(@ids) i(id) where l.request_id = @one;
            insert into timeline (town_id, module, subject, at, entry_id, actor_kind, actor_id, actor_home, kind)
            select town_id, 'bulky-waste', replace(request_id::text, '-', ''), day + time '09:00' at time zone 'Asia/Tokyo', request_id, 'staff', 'x', town_id, state
              from bulky_request where request_id = any (@ids) and state = 'collected';
            analyze bulky_request, bulky_request_line, timeline
            """;
        var numbers = Enumerable.Range(_number + 1, number).ToArray();
        _number += number;
        var ids = numbers.Select(_ => Guid.NewGuid()).ToArray();
        await store.Peek<int>(sql, new { one = One, numbers, ids, digits = numbers.Select(n => CollectionNumber.Of(8, n).Digits).ToArray() });
        await Name(ids);
    }

    /// <summary>Gives each a name of its own under seal, with the tokens by which it is found.</summary>
    private async Task Name(Guid[] ids)
    {
        const string sql = """
            update bulky_request r set requester = n.requester from unnest(@ids, @names) n(id, requester) where r.request_id = n.id;
            insert into search_token (town_id, token, module, subject, operator_id)
            select 'hoshimi', t.token, 'bulky-waste', t.subject, 'mizuho-union' from unnest(@subjects, @tokens) t(subject, token) on conflict do nothing;
            analyze bulky_request, search_token
            """;
        var people = ids.Select((id, n) => (Id: id, Who: new Requester($"{Families[n % Families.Length].Name} 花{n}", $"{Families[n % Families.Length].Kana} はな", $"0999{n:D6}", "本町1番地", null))).ToList();
        var tokens = people.SelectMany(p => ((byte[][])
        [
            .. towns.Index.OfNames(TestDatabase.Hoshimi, p.Who.Name, p.Who.Kana), .. towns.Index.OfTelephone(TestDatabase.Hoshimi, p.Who.Telephone),
        ]).Select(t => (p.Id, Token: t))).ToList();
        await store.Peek<int>(sql, new
        {
            ids,
            names = people.Select(p => RequesterTable.Seal(towns, TestDatabase.Hoshimi, p.Id, p.Who)).ToArray(),
            subjects = tokens.Select(t => RequestLife.Subject(t.Id)).ToArray(),
            tokens = tokens.Select(t => t.Token).ToArray(),
        });
    }

    public Task Photos() => store.Peek<int>("""
        insert into photo (town_id, content_id, citizen_id, media_type, picture, fetched_at)
        select 'hoshimi', 'photo-' || n, 'U' || n, 'image/png', '\x89504e47', now() from generate_series(2, 501) n
        """);
}
