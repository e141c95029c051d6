-- Who has come in the morning: what phones noted, when a school wants to know it, and whom it told when it did not.
-- run: 00000000-… for the day itself, else the drill.

-- rules: see ArrivalRules.
create table arrival_rule (
    town_id    text not null references town (town_id),
    school     text not null,
    rules      jsonb not null,
    changed_at timestamptz not null,
    staff_id   text not null,
    staff_home text not null,
    primary key (town_id, school)
);

-- due_at: by when all should be in class in this drill. ends_at: it ends by itself.
create table arrival_drill (
    town_id    text not null references town (town_id),
    drill_id   uuid not null,
    school     text not null,
    day        date not null,
    began_at   timestamptz not null,
    due_at     timestamptz not null,
    ends_at    timestamptz not null,
    ended_at   timestamptz,
    staff_id   text not null,
    staff_home text not null,
    primary key (town_id, drill_id)
);
create unique index arrival_drill_one on arrival_drill (town_id, school) where ended_at is null;

-- The key is the phone's own id for the scan, so that one which arrives twice counts once; rows are added and never changed.
-- phone_at: what the phone's clock said, which is not believed; made_at: how long before sending that was, by our clock; heard_at: when it came.
create table arrival_scan (
    town_id    text not null references town (town_id),
    scan_id    uuid not null,
    school     text not null,
    day        date not null,
    run        uuid not null,
    kind       text not null check (kind in ('Board', 'Alight', 'Arrive', 'RearSeat', 'TakeBack')),
    child_id   uuid,
    bus        integer not null default 0 check (bus between 0 and 9),
    of_scan    uuid,
    phone      uuid not null,
    count      bigint not null,
    phone_at   timestamptz not null,
    made_at    timestamptz not null,
    heard_at   timestamptz not null,
    staff_id   text not null,
    staff_home text not null,
    primary key (town_id, scan_id),
    foreign key (town_id, child_id) references child (town_id, child_id),
    check ((kind = 'RearSeat') = (child_id is null)),
    check ((kind = 'TakeBack') = (of_scan is not null))
);
create index arrival_scan_of_day on arrival_scan (town_id, school, day, run);

-- Each step of an alarm once, in the transaction that writes its messages. told: 'guardian/<link>', 'mail/<address>', 'line/<group>', each with its row of the outbox beside.
create table arrival_step (
    town_id    text not null references town (town_id),
    school     text not null,
    day        date not null,
    run        uuid not null,
    subject    text not null,
    episode    integer not null,
    step       text not null check (step in ('Guardian', 'Staff', 'Head', 'Ask', 'Cleared', 'Arrived')),
    reason     text not null,
    due_at     timestamptz not null,
    taken_at   timestamptz not null,
    told       text[] not null,
    outbox_ids uuid[] not null,
    seen_at    timestamptz,
    seen_by    text,
    seen_home  text,
    primary key (town_id, school, day, run, subject, episode, step),
    check ((seen_at is null) = (seen_by is null))
);

alter table arrival_rule enable row level security;
alter table arrival_rule force row level security;
create policy arrival_rule_of_town on arrival_rule to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on arrival_rule to linebot_app;
alter table arrival_drill enable row level security;
alter table arrival_drill force row level security;
create policy arrival_drill_of_town on arrival_drill to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on arrival_drill to linebot_app;
alter table arrival_scan enable row level security;
alter table arrival_scan force row level security;
create policy arrival_scan_of_town on arrival_scan to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on arrival_scan to linebot_app;
alter table arrival_step enable row level security;
alter table arrival_step force row level security;
create policy arrival_step_of_town on arrival_step to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on arrival_step to linebot_app;
