-- What a school answers to a report of an absence: the words under seal, and one row for each guardian who got it, with the hash of the code in the address.
create table school_reply (
    town_id    text not null references town (town_id),
    reply_id   uuid not null,
    absence_id uuid not null,
    words      bytea,
    staff_id   text not null,
    staff_home text not null,
    sent_at    timestamptz not null,
    primary key (town_id, reply_id),
    foreign key (town_id, absence_id) references school_absence (town_id, absence_id)
);
create index school_reply_of_absence on school_reply (town_id, absence_id, sent_at);

create table school_reply_reader (
    town_id    text not null,
    reader_id  uuid not null,
    reply_id   uuid not null,
    citizen_id text not null,
    code_hash  bytea not null check (length(code_hash) = 32),
    opened_at  timestamptz,
    primary key (town_id, reader_id),
    unique (town_id, reply_id, citizen_id),
    unique (town_id, code_hash),
    foreign key (town_id, reply_id) references school_reply (town_id, reply_id)
);

-- The codes that a school hands over itself, in person or by telephone: each is good once, and is the only one that links a protected child.
create table handed_code (
    town_id    text not null references town (town_id),
    code_hash  bytea not null,
    child_id   uuid not null,
    staff_id   text not null,
    staff_home text not null,
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    voided_at  timestamptz,
    locked_at  timestamptz,
    wrong      integer not null default 0 check (wrong >= 0),
    primary key (town_id, code_hash),
    foreign key (town_id, child_id) references child (town_id, child_id)
);
create index handed_code_of_child on handed_code (town_id, child_id) where voided_at is null and used_at is null;

-- Since when a sheet's code opens nothing any more, of which the school is told.
alter table link_code add column locked_at timestamptz;

-- staff_id: who handed the code over by which the school made the link. confirmed_at: when the guardian last said that it shall go on;
-- ending_told_at: since when the guardian knows that it ends.
alter table guardian_link add column staff_id text;
alter table guardian_link add column staff_home text;
alter table guardian_link add column confirmed_at timestamptz;
alter table guardian_link add column ending_told_at timestamptz;
create index guardian_link_open on guardian_link (town_id, made_at) where ended_at is null;

-- When a child that comes late is expected, as the guardian told it; so that the watch over arrivals opens no seal.
alter table school_absence add column expected_at time;

alter table school_reply enable row level security;
alter table school_reply force row level security;
create policy school_reply_of_town on school_reply to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on school_reply to linebot_app;
alter table school_reply_reader enable row level security;
alter table school_reply_reader force row level security;
create policy school_reply_reader_of_town on school_reply_reader to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on school_reply_reader to linebot_app;
alter table handed_code enable row level security;
alter table handed_code force row level security;
create policy handed_code_of_town on handed_code to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on handed_code to linebot_app;
