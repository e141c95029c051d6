-- Towns, conversations and the queues between the outside and them.
-- Every table: town_id first in every key, row-level security enabled and forced, no trigger, no sequence, no identity.

-- A reference table: it names the tenants and nothing else, so each tenant may read it.
create table town (
    town_id text primary key check (town_id ~ '^[a-z][a-z0-9-]{1,30}$'),
    kind    text not null check (kind in ('town', 'union'))
);
alter table town enable row level security;
alter table town force row level security;
create policy town_named on town for select to linebot_app using (true);
create policy town_added on town for insert to linebot_app with check (town_id = current_setting('app.town_id', true));
create policy town_changed on town for update to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on town to linebot_app;

-- Which towns a union serves; rows of the union that its members need are opened to them by this table.
create table operator_town (
    town_id        text not null references town (town_id),
    member_town_id text not null,
    primary key (town_id, member_town_id),
    check (town_id <> member_town_id)
);
create index operator_town_member on operator_town (member_town_id, town_id);
alter table operator_town enable row level security;
alter table operator_town force row level security;
create policy operator_town_seen on operator_town for select to linebot_app
    using (town_id = current_setting('app.town_id', true) or member_town_id = current_setting('app.town_id', true));
create policy operator_town_added on operator_town for insert to linebot_app
    with check (town_id = current_setting('app.town_id', true));
create policy operator_town_removed on operator_town for delete to linebot_app
    using (town_id = current_setting('app.town_id', true));
grant select, insert, delete on operator_town to linebot_app;

-- One row a resident; its lock makes the turns of a resident come one by one.
-- wake_slot is wake_at cut to ten minutes: it changes seldom, so most turns touch no index at all (HOT updates).
create table conversation (
    town_id    text not null,
    citizen_id text not null,
    turn_no    bigint not null default 0,
    state      bytea,
    language   text,
    is_friend  boolean not null default true,
    wake_at    timestamptz,
    wake_turn  bigint,
    wake_slot  timestamptz,
    attempts   integer not null default 0,
    retry_at   timestamptz,
    parked_at  timestamptz,
    spoke_at   timestamptz,
    primary key (town_id, citizen_id)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index conversation_waking on conversation (town_id, wake_slot) where wake_slot is not null;
create index conversation_parked on conversation (town_id, parked_at) where parked_at is not null;
alter table conversation enable row level security;
alter table conversation force row level security;
create policy conversation_of_town on conversation to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on conversation to linebot_app;

-- What came in. Its key is the memory against doubles, so rows stay 35 days after they are done.
-- No foreign key: the write before the answer 200 waits for nobody.
create table inbox (
    town_id     text not null,
    event_id    text not null,
    citizen_id  text not null,
    source      text not null check (source in ('line', 'form', 'system')),
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    payload     bytea not null,
    reply_token text,
    reply_until timestamptz,
    done_at     timestamptz,
    parked_at   timestamptz,
    primary key (town_id, event_id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05,
        autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index inbox_pending on inbox (town_id, citizen_id, occurred_at, event_id) where done_at is null and parked_at is null;
create index inbox_parked on inbox (town_id, citizen_id) where done_at is null and parked_at is not null;
create index inbox_age on inbox using brin (received_at) with (autosummarize = on);
alter table inbox enable row level security;
alter table inbox force row level security;
create policy inbox_of_town on inbox to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on inbox to linebot_app;

-- What must go out. While a row is in a sender's hands, due_at is the moment when it may be tried again,
-- so the index of due rows holds only what nobody works on.
create table outbox (
    town_id        text not null,
    outbox_id      uuid not null,
    citizen_id     text,
    lane           smallint not null check (lane between 0 and 3),
    kind           text not null,
    body           bytea not null,
    reply_token    text,
    reply_until    timestamptz,
    created_at     timestamptz not null,
    due_at         timestamptz not null,
    seq            bigint not null,
    attempts       integer not null default 0,
    first_tried_at timestamptz,
    lease_until    timestamptz,
    lease_owner    uuid,
    lease_epoch    integer not null default 0,
    sent_at        timestamptz,
    failed_at      timestamptz,
    failure        text,
    request_id     text,
    primary key (town_id, outbox_id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05,
        autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index outbox_due on outbox (town_id, lane, due_at) where sent_at is null and failed_at is null;
create index outbox_order on outbox (town_id, citizen_id, seq) where sent_at is null and failed_at is null;
create index outbox_failed on outbox (town_id, failed_at) where failed_at is not null;
create index outbox_age on outbox using brin (created_at) with (autosummarize = on);
alter table outbox enable row level security;
alter table outbox force row level security;
create policy outbox_of_town on outbox to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on outbox to linebot_app;

-- A module's appointment with itself; try_at is due_at at first and later the moment of the next attempt.
create table alarm (
    town_id   text not null,
    alarm_id  uuid not null,
    module    text not null,
    kind      text not null,
    subject   text not null,
    due_at    timestamptz not null,
    try_at    timestamptz not null,
    attempts  integer not null default 0,
    done_at   timestamptz,
    parked_at timestamptz,
    failure   text,
    primary key (town_id, alarm_id)
);
create index alarm_due on alarm (town_id, try_at) where done_at is null and parked_at is null;
create index alarm_done on alarm (town_id, done_at) where done_at is not null;
alter table alarm enable row level security;
alter table alarm force row level security;
create policy alarm_of_town on alarm to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on alarm to linebot_app;

-- A resident who asked for a person.
create table staff_call (
    town_id    text not null,
    call_id    uuid not null,
    citizen_id text not null,
    form_id    text,
    asked_at   timestamptz not null,
    done_at    timestamptz,
    primary key (town_id, call_id)
);
create index staff_call_open on staff_call (town_id, asked_at) where done_at is null;
alter table staff_call enable row level security;
alter table staff_call force row level security;
create policy staff_call_of_town on staff_call to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_call to linebot_app;
