-- What staff need around any request of any service.

-- All that happened to a subject, oldest first. detail holds codes and numbers, never anything personal; words are free text under seal.
create table timeline (
    town_id    text not null references town (town_id),
    module     text not null,
    subject    text not null,
    at         timestamptz not null,
    entry_id   uuid not null,
    actor_kind text not null check (actor_kind in ('staff', 'resident', 'system')),
    actor_id   text not null,
    actor_home text not null,
    kind       text not null,
    detail     jsonb,
    words      bytea,
    primary key (town_id, module, subject, entry_id)
);
create index timeline_by_time on timeline (town_id, module, subject, at);
alter table timeline enable row level security;
alter table timeline force row level security;
create policy timeline_of_town on timeline to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on timeline to linebot_app;
