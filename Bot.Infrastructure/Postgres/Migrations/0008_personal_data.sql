-- What was done and read, row by row; the app may add and read, never change.
create table audit_entry (
    town_id    text not null references town (town_id),
    seq        bigint not null,
    at         timestamptz not null,
    actor_kind text not null check (actor_kind in ('staff', 'resident', 'system')),
    actor_id   text not null,
    actor_home text not null,
    action     text not null,
    subjects   text[] not null default '{}',
    detail     text,
    primary key (town_id, seq)
);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy audit_entry_of_town on audit_entry to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on audit_entry to linebot_app;
