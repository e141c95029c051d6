-- Requests taken at the counter and by telephone.

-- How a request came in when staff typed it; what residents sent by LINE has no row here.
create table intake (
    town_id    text not null references town (town_id),
    module     text not null,
    subject    text not null,
    channel    text not null check (channel in ('counter', 'phone', 'fax')),
    typed_by   uuid not null,
    typed_home text not null,
    typed_at   timestamptz not null,
    language   text not null,
    consent_at timestamptz not null,
    note       bytea,
    primary key (town_id, module, subject)
);
create index intake_by_time on intake (town_id, typed_at);
alter table intake enable row level security;
alter table intake force row level security;
create policy intake_of_town on intake to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on intake to linebot_app;

-- The code on a printed receipt, of which only the hash is kept. proof is a keyed hash of the telephone's last digits.
create table adoption (
    town_id    text not null references town (town_id),
    code_hash  bytea not null check (length(code_hash) = 32),
    module     text not null,
    subject    text not null,
    proof      bytea not null check (length(proof) = 32),
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    wrong      integer not null default 0 check (wrong >= 0),
    used_at    timestamptz,
    used_by    text,
    primary key (town_id, code_hash),
    unique (town_id, module, subject),
    check ((used_at is null) = (used_by is null))
);
alter table adoption enable row level security;
alter table adoption force row level security;
create policy adoption_of_town on adoption to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on adoption to linebot_app;

-- How often a resident sent codes that were none, day by day.
create table adoption_guess (
    town_id    text not null references town (town_id),
    citizen_id text not null,
    day        date not null,
    wrong      integer not null check (wrong > 0),
    primary key (town_id, citizen_id, day)
);
alter table adoption_guess enable row level security;
alter table adoption_guess force row level security;
create policy adoption_guess_of_town on adoption_guess to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on adoption_guess to linebot_app;
