-- What guardians (or staff, by telephone) report of a child: kind, days, and how it stands. Why stands under seal, and so does what the school answers.
-- state: 'sent' until the school has seen it; 'corrected' when another of the same guardian took its place; 'withdrawn' by the guardian.
create table school_absence (
    town_id    text not null references town (town_id),
    absence_id uuid not null,
    school     text not null,
    child_id   uuid not null,
    citizen_id text,
    staff_id   text,
    staff_home text,
    kind       text not null check (kind in ('absent', 'late', 'early', 'suspended')),
    first_day  date not null,
    last_day   date not null check (last_day >= first_day),
    told       bytea,
    state      text not null check (state in ('sent', 'seen', 'corrected', 'withdrawn')),
    sent_at    timestamptz not null,
    seen_at    timestamptz,
    changed_at timestamptz not null,
    primary key (town_id, absence_id),
    foreign key (town_id, child_id) references child (town_id, child_id),
    check ((citizen_id is null) <> (staff_id is null)),
    check ((staff_id is null) = (staff_home is null))
);
create index school_absence_of_school on school_absence (town_id, school, last_day);
create index school_absence_of_child on school_absence (town_id, child_id, last_day);
create index school_absence_of_citizen on school_absence (town_id, citizen_id, last_day) where citizen_id is not null;
create index school_absence_news on school_absence (town_id, changed_at);

alter table school_absence enable row level security;
alter table school_absence force row level security;
create policy school_absence_of_town on school_absence to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on school_absence to linebot_app;
