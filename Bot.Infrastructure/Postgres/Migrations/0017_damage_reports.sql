-- Damage reports. A case is one thing that is broken; each resident who tells of it has a report that belongs to it. What is personal stands in
-- damage_report.person, under seal. History, notes, assignment and letters are casework's (0009), under the module 'damage-reports'.

-- The last number given out, by fiscal year.
create table damage_series (
    town_id text not null references town (town_id),
    series  text not null,
    last    integer not null check (last > 0),
    primary key (town_id, series)
);

-- target: who sees to it ('department:…', 'town:…', 'office:…'), department: of this town, for lists. why: the steps by which that was found.
-- passed_to, duplicate_of, planned_on belong to the states that need them. from_*: the town that handed it over, and its case there.
create table damage_case (
    town_id      text not null references town (town_id),
    case_id      uuid not null,
    number       text not null,
    kind         text not null,
    kind_group   text not null,
    latitude     double precision not null check (latitude between -90 and 90),
    longitude    double precision not null check (longitude between -180 and 180),
    state        text not null check (state in ('new', 'accepted', 'planned', 'in-work', 'done', 'not-ours', 'duplicate', 'not-found')),
    planned_on   date,
    duplicate_of uuid,
    passed_to    text,
    target       text not null,
    department   text,
    road_owner   text not null check (road_owner in ('town', 'prefecture', 'state')),
    why          text[] not null,
    danger       smallint not null check (danger between 0 and 2),
    reporters    integer not null check (reporters > 0),
    urgency      integer not null check (urgency between 0 and 100),
    urgency_why  text[] not null,
    from_town    text,
    from_case    uuid,
    opened_at    timestamptz not null,
    changed_at   timestamptz not null,
    version      integer not null default 1,
    primary key (town_id, case_id),
    unique (town_id, number),
    foreign key (town_id, duplicate_of) references damage_case (town_id, case_id),
    check ((state = 'planned') = (planned_on is not null)),
    check ((state = 'duplicate') = (duplicate_of is not null)),
    check ((state = 'not-ours') = (passed_to is not null)),
    check ((from_town is null) = (from_case is null))
);
-- The open ones around a place: a box first, the distance is reckoned from what is left.
create index damage_case_near on damage_case (town_id, kind_group, latitude, longitude) where state in ('new', 'accepted', 'planned', 'in-work');
create index damage_case_list on damage_case (town_id, state, urgency desc, opened_at desc, case_id);
create index damage_case_department on damage_case (town_id, department, state, urgency desc) where department is not null;
create index damage_case_changed on damage_case (town_id, changed_at);
create index damage_case_merged on damage_case (town_id, duplicate_of) where duplicate_of is not null;
create unique index damage_case_handed_over on damage_case (town_id, from_town, from_case) where from_town is not null;

-- photos: LINE's content ids. person: name, telephone, remark and the words for the place, as one sealed text.
create table damage_report (
    town_id     text not null,
    report_id   uuid not null,
    case_id     uuid not null,
    citizen_id  text,
    language    text not null,
    latitude    double precision not null,
    longitude   double precision not null,
    danger      smallint not null check (danger between 0 and 2),
    wants_call  boolean not null,
    photos      text[] not null default '{}',
    person      bytea,
    reported_at timestamptz not null,
    erased_at   timestamptz,
    primary key (town_id, report_id),
    foreign key (town_id, case_id) references damage_case (town_id, case_id)
);
create unique index damage_report_once on damage_report (town_id, case_id, citizen_id) where citizen_id is not null;
create index damage_report_of_citizen on damage_report (town_id, citizen_id, reported_at) where citizen_id is not null;

-- What one town sends another of the region: a case that lies there, and later how it goes. It holds nothing personal. The receiver reads it by the
-- sharing table of a union that serves both (via), and notes in its own rows that it took it.
create table damage_parcel (
    town_id   text not null references town (town_id),
    parcel_id uuid not null,
    to_town   text not null,
    via       text not null,
    kind      text not null check (kind in ('case', 'news')),
    body      jsonb not null,
    sent_at   timestamptz not null,
    primary key (town_id, parcel_id)
);
create index damage_parcel_for on damage_parcel (to_town, sent_at);
create policy damage_parcel_read_by_receiver on damage_parcel for select to linebot_app
    using (to_town = current_setting('app.town_id', true) and exists (
        select from operator_town o where o.town_id = damage_parcel.via and o.member_town_id = damage_parcel.to_town));

create table damage_parcel_taken (
    town_id   text not null references town (town_id),
    from_town text not null,
    parcel_id uuid not null,
    taken_at  timestamptz not null,
    primary key (town_id, from_town, parcel_id)
);

alter table damage_series enable row level security;
alter table damage_series force row level security;
create policy damage_series_of_town on damage_series to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on damage_series to linebot_app;
alter table damage_case enable row level security;
alter table damage_case force row level security;
create policy damage_case_of_town on damage_case to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on damage_case to linebot_app;
alter table damage_report enable row level security;
alter table damage_report force row level security;
create policy damage_report_of_town on damage_report to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on damage_report to linebot_app;
alter table damage_parcel enable row level security;
alter table damage_parcel force row level security;
create policy damage_parcel_of_town on damage_parcel to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on damage_parcel to linebot_app;
alter table damage_parcel_taken enable row level security;
alter table damage_parcel_taken force row level security;
create policy damage_parcel_taken_of_town on damage_parcel_taken to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on damage_parcel_taken to linebot_app;
