-- What staff change of a town, and its history.

-- Counts the changes of a town: all processes look at it, so that a change shows everywhere within seconds. Towns may be named by all, so this is read in one go.
alter table town add column settings_version integer not null default 0;
-- Of a town itself the app may write this and nothing else.
grant update (settings_version) on town to linebot_app;

-- Lies over what the town's folder says, piece by piece; a piece that staff have not touched has no row.
create table town_setting (
    town_id text not null references town (town_id),
    key     text not null,
    value   jsonb not null,
    version integer not null,
    primary key (town_id, key)
);
alter table town_setting enable row level security;
alter table town_setting force row level security;
create policy town_setting_of_town on town_setting to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on town_setting to linebot_app;

-- Every change of settings and plans: what each piece was and became. seq is the town's settings_version after the change.
create table setting_change (
    town_id    text not null references town (town_id),
    change_id  uuid not null,
    seq        integer not null,
    at         timestamptz not null,
    actor_kind text not null check (actor_kind in ('staff', 'resident', 'system')),
    actor_id   text not null,
    actor_home text not null,
    what       text not null,
    pieces     text[] not null,
    before     jsonb not null,
    after      jsonb not null,
    undoes     uuid,
    undone_by  uuid,
    primary key (town_id, change_id),
    unique (town_id, seq)
);
alter table setting_change enable row level security;
alter table setting_change force row level security;
create policy setting_change_of_town on setting_change to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on setting_change to linebot_app;
