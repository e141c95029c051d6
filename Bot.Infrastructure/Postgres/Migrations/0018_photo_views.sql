-- Of each picture a small one for lists, and why one could not be had, so that staff need not look for it.
alter table photo add column thumbnail bytea;
alter table photo add column lost text;
alter table photo alter column thumbnail set storage external;

-- Copies for the public, in which faces and plates are overwritten. The original stays private beside it; public_id is all that the public learns.
create table photo_published (
    town_id      text not null,
    content_id   text not null,
    public_id    uuid not null,
    picture      bytea not null,
    published_at timestamptz not null,
    staff_id     text not null,
    staff_home   text not null,
    primary key (town_id, content_id),
    unique (town_id, public_id),
    foreign key (town_id, content_id) references photo (town_id, content_id)
);
alter table photo_published alter column picture set storage external;
alter table photo_published enable row level security;
alter table photo_published force row level security;
create policy own_town on photo_published to linebot_app
    using (town_id = current_setting('app.town_id', true))
    with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on photo_published to linebot_app;
