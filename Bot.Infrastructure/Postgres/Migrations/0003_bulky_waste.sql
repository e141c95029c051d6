-- Bulky waste. What is collected, when and for how much belongs to whoever collects (a union, or the town itself);
-- the towns that it serves reach it by operator_town. Requests belong to the resident's town; whoever collects reaches those meant for it.

-- The rules, and the version by which processes know that something has changed.
create table bulky_rules (
    town_id               text primary key references town (town_id),
    version               integer not null,
    source                text not null,
    most_items            integer not null check (most_items > 0),
    earliest_working_days integer not null check (earliest_working_days > 0),
    latest_weeks          integer not null check (latest_weeks > 0),
    change_working_days   integer not null check (change_working_days >= 0),
    change_at             time not null,
    remind_at             time not null,
    put_out_by            time not null,
    on_holidays           boolean not null
);

create table bulky_category (
    town_id text not null references town (town_id),
    code    text not null,
    ja      text not null,
    easy    text,
    en      text,
    place   integer not null,
    primary key (town_id, code)
);

-- One row for each time in which a fee holds; rows that have held stay.
create table bulky_article (
    town_id    text not null references town (town_id),
    code       text not null,
    valid_from date not null,
    valid_to   date,
    ja         text not null,
    easy       text,
    en         text,
    kana       text not null,
    synonyms   text[] not null,
    category   text not null,
    fee        integer check (fee > 0),
    most       integer not null check (most > 0),
    note_ja    text,
    note_easy  text,
    note_en    text,
    place      integer not null,
    primary key (town_id, code, valid_from),
    check (valid_to is null or valid_to >= valid_from)
);

create table bulky_size (
    town_id    text not null references town (town_id),
    article    text not null,
    code       text not null,
    valid_from date not null,
    valid_to   date,
    ja         text not null,
    easy       text,
    en         text,
    fee        integer not null check (fee > 0),
    place      integer not null,
    primary key (town_id, article, code, valid_from),
    check (valid_to is null or valid_to >= valid_from)
);

create table bulky_excluded (
    town_id     text not null references town (town_id),
    code        text not null,
    ja          text not null,
    easy        text,
    en          text,
    kana        text not null,
    synonyms    text[] not null,
    advice_ja   text not null,
    advice_easy text,
    advice_en   text,
    place       integer not null,
    primary key (town_id, code)
);

create table bulky_spot (
    town_id   text not null references town (town_id),
    code      text not null,
    ja        text not null,
    easy      text,
    en        text,
    note_ja   text not null,
    note_easy text,
    note_en   text,
    place     integer not null,
    primary key (town_id, code)
);

-- days: weekday (0 = Sunday), and which of the month if not each: '4/1 4/3'.
create table bulky_zone (
    town_id     text not null references town (town_id),
    code        text not null,
    member      text not null,
    ja          text not null,
    easy        text,
    en          text,
    days        text not null,
    capacity    integer not null check (capacity > 0),
    place       integer not null,
    primary key (town_id, code)
);

-- zone '' closes all zones.
create table bulky_closure (
    town_id  text not null references town (town_id),
    from_day date not null,
    to_day   date not null,
    zone     text not null,
    ja       text not null,
    easy     text,
    en       text,
    primary key (town_id, from_day, to_day, zone),
    check (to_day >= from_day)
);

create table bulky_extra_day (
    town_id  text not null references town (town_id),
    day      date not null,
    zone     text not null,
    capacity integer check (capacity > 0),
    ja       text not null,
    easy     text,
    en       text,
    primary key (town_id, day, zone)
);

-- How many places of a day are taken. A row comes with the first request; capacity is set only where staff overrule the plan.
create table bulky_day (
    town_id  text not null references town (town_id),
    zone     text not null,
    day      date not null,
    capacity integer check (capacity >= 0),
    taken    integer not null default 0 check (taken >= 0),
    primary key (town_id, zone, day)
);

-- The last number given out, by series and fiscal year.
create table bulky_series (
    town_id text not null references town (town_id),
    series  text not null,
    last    integer not null check (last > 0),
    primary key (town_id, series)
);

create table bulky_request (
    town_id      text not null references town (town_id),
    request_id   uuid not null,
    operator_id  text not null,
    receipt      text not null,
    citizen_id   text,
    language     text not null,
    area         text not null,
    zone         text not null,
    day          date not null,
    spot         text not null,
    state        text not null check (state in
                 ('checking', 'awaiting-payment', 'paid', 'collected', 'not-collected', 'lapsed', 'cancelled', 'refunded')),
    pay_by       timestamptz,
    pay_code     text,
    number       text,
    obstacle     text,
    returned     integer check (returned > 0),
    photos       text[] not null default '{}',
    name         text not null,
    kana         text,
    telephone    text not null,
    address      text not null,
    remark       text,
    asked_at     timestamptz not null,
    changed_at   timestamptz not null,
    primary key (town_id, request_id),
    unique (town_id, receipt),
    check (state not in ('paid', 'collected', 'not-collected') or number is not null),
    check (state <> 'awaiting-payment' or pay_by is not null),
    check (state <> 'refunded' or returned is not null)
);
create index bulky_request_of_citizen on bulky_request (town_id, citizen_id, day) where citizen_id is not null;
create index bulky_request_day on bulky_request (operator_id, zone, day);
create index bulky_request_number on bulky_request (operator_id, number) where number is not null;

create table bulky_request_line (
    town_id     text not null,
    request_id  uuid not null,
    line        integer not null,
    operator_id text not null,
    article     text,
    size        text,
    ja          text,
    easy        text,
    en          text,
    number      integer not null check (number > 0),
    fee         integer check (fee > 0),
    remark      text,
    primary key (town_id, request_id, line),
    foreign key (town_id, request_id) references bulky_request (town_id, request_id)
);

do $$
declare
    plan text;
begin
    -- The plan: its owner writes it, the towns that it serves read it.
    foreach plan in array array['bulky_rules', 'bulky_category', 'bulky_article', 'bulky_size', 'bulky_excluded', 'bulky_spot',
                                'bulky_zone', 'bulky_closure', 'bulky_extra_day', 'bulky_day', 'bulky_series']
    loop
        execute format('alter table %I enable row level security', plan);
        execute format('alter table %I force row level security', plan);
        execute format('create policy %I on %I to linebot_app using (town_id = current_setting(''app.town_id'', true))
                            with check (town_id = current_setting(''app.town_id'', true))', plan || '_of_town', plan);
        execute format('create policy %I on %I for select to linebot_app using (exists (select from operator_town o
                            where o.town_id = %I.town_id and o.member_town_id = current_setting(''app.town_id'', true)))', plan || '_for_members', plan, plan);
        execute format('grant select, insert, update, delete on %I to linebot_app', plan);
    end loop;

    -- Places and numbers: the towns that are served take them too.
    foreach plan in array array['bulky_day', 'bulky_series']
    loop
        execute format('create policy %I on %I for insert to linebot_app with check (exists (select from operator_town o
                            where o.town_id = %I.town_id and o.member_town_id = current_setting(''app.town_id'', true)))', plan || '_added_by_members', plan, plan);
        execute format('create policy %I on %I for update to linebot_app using (exists (select from operator_town o
                            where o.town_id = %I.town_id and o.member_town_id = current_setting(''app.town_id'', true)))
                            with check (exists (select from operator_town o
                            where o.town_id = %I.town_id and o.member_town_id = current_setting(''app.town_id'', true)))', plan || '_taken_by_members', plan, plan, plan);
    end loop;

    -- Requests: of the resident's town, and of whoever collects for it.
    foreach plan in array array['bulky_request', 'bulky_request_line']
    loop
        execute format('alter table %I enable row level security', plan);
        execute format('alter table %I force row level security', plan);
        execute format('create policy %I on %I to linebot_app using (town_id = current_setting(''app.town_id'', true))
                            with check (town_id = current_setting(''app.town_id'', true))', plan || '_of_town', plan);
        execute format('create policy %I on %I for select to linebot_app using (operator_id = current_setting(''app.town_id'', true)
                            and exists (select from operator_town o where o.town_id = %I.operator_id and o.member_town_id = %I.town_id))', plan || '_seen_by_operator', plan, plan, plan);
        execute format('create policy %I on %I for update to linebot_app using (operator_id = current_setting(''app.town_id'', true)
                            and exists (select from operator_town o where o.town_id = %I.operator_id and o.member_town_id = %I.town_id))
                            with check (operator_id = current_setting(''app.town_id'', true)
                            and exists (select from operator_town o where o.town_id = %I.operator_id and o.member_town_id = %I.town_id))', plan || '_changed_by_operator', plan, plan, plan, plan, plan);
        execute format('grant select, insert, update on %I to linebot_app', plan);
    end loop;
end
$$;
