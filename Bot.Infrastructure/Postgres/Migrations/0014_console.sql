-- What somebody had typed when the session had ended; given back to its writer alone. The body is sealed by the web process.
create table kept_post (
    town_id  text not null,
    staff_id uuid not null,
    kept_id  uuid not null,
    path     text not null,
    body     text not null,
    kept_at  timestamptz not null,
    primary key (town_id, staff_id, kept_id),
    foreign key (town_id, staff_id) references staff (town_id, staff_id)
);
create index kept_post_age on kept_post (town_id, kept_at);
alter table kept_post enable row level security;
alter table kept_post force row level security;
create policy kept_post_of_town on kept_post to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, delete on kept_post to linebot_app;
