-- Clubs and buses of a school, to which letters can go. ended_at: it is no more.
create table school_group (
    town_id  text not null references town (town_id),
    group_id uuid not null,
    school   text not null,
    kind     text not null check (kind in ('club', 'bus')),
    name     text not null check (length(name) between 1 and 30),
    made_at  timestamptz not null,
    ended_at timestamptz,
    primary key (town_id, group_id)
);
create unique index school_group_name on school_group (town_id, school, kind, name) where ended_at is null;

-- Who is in it from a day on; until_day is the first day on which the child is not.
create table school_group_member (
    town_id   text not null,
    member_id uuid not null,
    group_id  uuid not null,
    child_id  uuid not null,
    from_day  date not null,
    until_day date check (until_day >= from_day),
    primary key (town_id, member_id),
    foreign key (town_id, group_id) references school_group (town_id, group_id),
    foreign key (town_id, child_id) references child (town_id, child_id)
);
create unique index school_group_member_once on school_group_member (town_id, group_id, child_id) where until_day is null;
create index school_group_member_child on school_group_member (town_id, child_id);

-- A letter is for the whole school where classes, grades and group_ids are all empty. emptied_at: content and files are gone, the numbers stay.
alter table school_letter add column grades integer[] not null default '{}';
alter table school_letter add column group_ids uuid[] not null default '{}';
alter table school_letter add column file_ids uuid[] not null default '{}';
alter table school_letter add column emptied_at timestamptz;

-- Files of letters. They come before the letter is sent, so letter_id may be of none yet; what guardians see are those that the letter names.
create table school_letter_file (
    town_id    text not null references town (town_id),
    file_id    uuid not null,
    letter_id  uuid not null,
    school     text not null,
    media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
    size       integer not null check (size > 0),
    name       bytea,
    content    bytea,
    small      bytea,
    staff_id   text not null,
    staff_home text not null,
    added_at   timestamptz not null,
    primary key (town_id, file_id)
);
create index school_letter_file_of_letter on school_letter_file (town_id, letter_id);
create index school_letter_file_by_age on school_letter_file (town_id, added_at);

alter table school_group enable row level security;
alter table school_group force row level security;
create policy school_group_of_town on school_group to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on school_group to linebot_app;
alter table school_group_member enable row level security;
alter table school_group_member force row level security;
create policy school_group_member_of_town on school_group_member to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on school_group_member to linebot_app;
alter table school_letter_file enable row level security;
alter table school_letter_file force row level security;
create policy school_letter_file_of_town on school_letter_file to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on school_letter_file to linebot_app;
