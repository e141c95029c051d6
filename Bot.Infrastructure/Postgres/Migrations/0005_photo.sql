-- Pictures that residents sent. The row of a picture taken back stays, empty, so that a late fetch does not bring it back.
create table photo (
    town_id     text not null references town (town_id),
    content_id  text not null,
    citizen_id  text not null,
    media_type  text not null,
    picture     bytea not null,
    fetched_at  timestamptz not null,
    erased_at   timestamptz,
    primary key (town_id, content_id)
);

alter table photo alter column picture set storage external;
alter table photo enable row level security;
alter table photo force row level security;
create policy own_town on photo to linebot_app
    using (town_id = current_setting('app.town_id', true))
    with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on photo to linebot_app;
