-- Schools and nurseries: which children are on whose roll, in which class, and which guardians are linked to them. Who a child is stands under seal.
-- Which schools there are is the town's setting; "school" is a school's code, and that of the department whose staff work there.

create table school_class (
    town_id  text not null references town (town_id),
    class_id uuid not null,
    school   text not null,
    year     integer not null check (year between 2000 and 2200),
    grade    integer not null check (grade between 0 and 9),
    name     text not null,
    primary key (town_id, class_id),
    unique (town_id, school, year, grade, name)
);

-- number: the school's own, by which a list that is brought in again finds the child. left_on: the first day on which it is not of this school any more.
create table child (
    town_id      text not null references town (town_id),
    child_id     uuid not null,
    school       text not null,
    number       text not null,
    person       bytea,
    is_protected boolean not null default false,
    joined_on    date not null,
    left_on      date,
    changed_at   timestamptz not null,
    version      integer not null default 1,
    erased_at    timestamptz,
    primary key (town_id, child_id),
    unique (town_id, school, number)
);

-- In which class a child was from when until when (the first day on which it is not): the month sheets of the past stay as they were.
create table class_member (
    town_id   text not null,
    child_id  uuid not null,
    class_id  uuid not null,
    seat      integer not null default 0 check (seat >= 0),
    from_day  date not null,
    until_day date,
    primary key (town_id, child_id, from_day),
    foreign key (town_id, child_id) references child (town_id, child_id),
    foreign key (town_id, class_id) references school_class (town_id, class_id),
    check (until_day is null or until_day > from_day)
);
create index class_member_of on class_member (town_id, class_id, from_day);

-- A guardian's LINE account and a child. nickname: chosen by the guardian, all that the talk shows. seen_at: the school has looked at a new link.
-- ended_why: 'guardian' took it away, the 'school' did, the child 'left', or it ran out ('expired').
create table guardian_link (
    town_id    text not null,
    link_id    uuid not null,
    child_id   uuid not null,
    citizen_id text not null,
    nickname   bytea,
    made_by    text not null check (made_by in ('sheet', 'school')),
    made_at    timestamptz not null,
    seen_at    timestamptz,
    ended_at   timestamptz,
    ended_why  text check (ended_why in ('guardian', 'school', 'left', 'expired')),
    primary key (town_id, link_id),
    foreign key (town_id, child_id) references child (town_id, child_id),
    check ((ended_at is null) = (ended_why is null))
);
create unique index guardian_link_once on guardian_link (town_id, child_id, citizen_id) where ended_at is null;
create index guardian_link_of_citizen on guardian_link (town_id, citizen_id) where ended_at is null;

-- What a school has decided for one day, against its plan.
create table school_day (
    town_id    text not null references town (town_id),
    school     text not null,
    day        date not null,
    is_open    boolean not null,
    reason     text not null,
    staff_id   text not null,
    staff_home text not null,
    decided_at timestamptz not null,
    primary key (town_id, school, day)
);

alter table school_class enable row level security;
alter table school_class force row level security;
create policy school_class_of_town on school_class to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on school_class to linebot_app;
alter table child enable row level security;
alter table child force row level security;
create policy child_of_town on child to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on child to linebot_app;
alter table class_member enable row level security;
alter table class_member force row level security;
create policy class_member_of_town on class_member to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on class_member to linebot_app;
alter table guardian_link enable row level security;
alter table guardian_link force row level security;
create policy guardian_link_of_town on guardian_link to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on guardian_link to linebot_app;
alter table school_day enable row level security;
alter table school_day force row level security;
create policy school_day_of_town on school_day to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on school_day to linebot_app;
