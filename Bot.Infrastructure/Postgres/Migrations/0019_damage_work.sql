-- Pictures that staff took of what was reported: when they inspected it, before and after the work. The pictures themselves rest in photo, as all do.
-- work: what was uploaded together.
create table damage_photo (
    town_id    text not null,
    content_id text not null,
    case_id    uuid not null,
    work       uuid not null,
    stage      text not null check (stage in ('site', 'before', 'after')),
    staff_id   text not null,
    staff_home text not null,
    added_at   timestamptz not null,
    primary key (town_id, content_id),
    foreign key (town_id, case_id) references damage_case (town_id, case_id),
    foreign key (town_id, content_id) references photo (town_id, content_id)
);
create index damage_photo_of_case on damage_photo (town_id, case_id, added_at);
alter table damage_photo enable row level security;
alter table damage_photo force row level security;
create policy damage_photo_of_town on damage_photo to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on damage_photo to linebot_app;

-- Of a public copy a small one, as messages of LINE need it.
alter table photo_published add column small bytea;
alter table photo_published alter column small set storage external;
