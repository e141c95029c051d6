-- Disaster mode: who asked for it, who else agreed, why, and when it ended. Whether it is on stands in town_setting too, where every process watches for it.

-- Two people turn it on; the second is another than the first. A drill is the same with other words.
create table disaster_mode (
    town_id     text not null references town (town_id),
    mode_id     uuid not null,
    is_drill    boolean not null,
    why         text not null,
    asked_at    timestamptz not null,
    asked_by    text not null,
    asked_home  text not null,
    began_at    timestamptz,
    agreed_by   text,
    agreed_home text,
    ended_at    timestamptz,
    ended_by    text,
    ended_home  text,
    primary key (town_id, mode_id),
    check ((began_at is null) = (agreed_by is null) and (began_at is null) = (agreed_home is null)),
    check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (ended_home is null)),
    check (agreed_by is null or agreed_by <> asked_by or agreed_home <> asked_home)
);
create unique index disaster_mode_one on disaster_mode (town_id) where ended_at is null;
create index disaster_mode_list on disaster_mode (town_id, asked_at desc);

-- A case that was reported in a drill: never handed over, counted or shown with the others.
alter table damage_case add column is_drill boolean not null default false;

-- Whether somebody of the fire brigade or the staff is among those who reported it.
alter table damage_case add column is_trusted boolean not null default false;

-- Roads that are known to be closed, as staff entered them.
create table road_closure (
    town_id    text not null references town (town_id),
    closure_id uuid not null,
    road       text not null,
    words      text not null,
    latitude   double precision not null check (latitude between -90 and 90),
    longitude  double precision not null check (longitude between -180 and 180),
    from_at    timestamptz not null,
    until_at   timestamptz,
    entered_at timestamptz not null,
    entered_by text not null,
    entered_home text not null,
    ended_at   timestamptz,
    primary key (town_id, closure_id),
    check (until_at is null or until_at > from_at)
);
create index road_closure_open on road_closure (town_id, from_at) where ended_at is null;

-- Residents whose reports count for more, such as the volunteer fire brigade. They join by a code that staff give out; only its hash is kept.
create table responder_invitation (
    town_id    text not null references town (town_id),
    code_hash  bytea not null check (length(code_hash) = 32),
    brigade    text not null,
    made_at    timestamptz not null,
    made_by    text not null,
    made_home  text not null,
    expires_at timestamptz not null,
    ended_at   timestamptz,
    primary key (town_id, code_hash)
);
create table responder (
    town_id    text not null references town (town_id),
    citizen_id text not null,
    brigade    text not null,
    joined_at  timestamptz not null,
    ended_at   timestamptz,
    primary key (town_id, citizen_id)
);

alter table disaster_mode enable row level security;
alter table disaster_mode force row level security;
create policy disaster_mode_of_town on disaster_mode to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on disaster_mode to linebot_app;
alter table road_closure enable row level security;
alter table road_closure force row level security;
create policy road_closure_of_town on road_closure to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on road_closure to linebot_app;
alter table responder_invitation enable row level security;
alter table responder_invitation force row level security;
create policy responder_invitation_of_town on responder_invitation to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on responder_invitation to linebot_app;
alter table responder enable row level security;
alter table responder force row level security;
create policy responder_of_town on responder to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on responder to linebot_app;
