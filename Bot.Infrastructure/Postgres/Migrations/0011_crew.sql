-- The crews on the road. Crews and routes belong to whoever collects; marks and pins go with the request, so they belong to the resident's town.
create table crew (
    town_id    text not null references town (town_id),
    code       text not null check (code ~ '^[a-z][a-z0-9-]{0,30}$' and code <> 'others'),
    name       text not null,
    vehicle    text not null,
    colour     text not null check (colour ~ '^#[0-9a-f]{6}$'),
    place      integer not null,
    version    integer not null,
    changed_at timestamptz not null,
    closed_at  timestamptz,
    primary key (town_id, code)
);

-- A zone is one crew's. Zones without a row are served by the crew 'others', which has no row either.
create table crew_zone (
    town_id text not null,
    zone    text not null,
    crew    text not null,
    primary key (town_id, zone),
    foreign key (town_id, crew) references crew (town_id, code)
);

-- Who rides with whom; without a row one may look at every crew's day.
create table crew_staff (
    town_id  text not null,
    staff_id uuid not null,
    crew     text not null,
    primary key (town_id, staff_id),
    foreign key (town_id, staff_id) references staff (town_id, staff_id),
    foreign key (town_id, crew) references crew (town_id, code)
);

-- The order of a day. No foreign key: the crew may be 'others'. version counts up with every change by a person.
create table crew_route (
    town_id    text not null references town (town_id),
    crew       text not null,
    day        date not null,
    version    integer not null,
    stops      uuid[] not null,
    changed_at timestamptz not null,
    primary key (town_id, crew, day)
);

-- What crews tapped on their phones. The key is the phone's own id for the tap, so that one which arrives twice counts once.
create table crew_mark (
    town_id     text not null,
    mark_id     uuid not null,
    request_id  uuid not null,
    operator_id text not null,
    finding     text not null check (finding in ('collected', 'left', 'taken-back')),
    obstacle    text,
    phone       uuid not null,
    count       bigint not null,
    phone_at    timestamptz not null,
    made_at     timestamptz not null,
    heard_at    timestamptz not null,
    staff_id    text not null,
    staff_home  text not null,
    outcome     text not null,
    photo       text,
    primary key (town_id, mark_id),
    foreign key (town_id, request_id) references bulky_request (town_id, request_id),
    check ((finding = 'left') = (obstacle is not null))
);
create index crew_mark_of_request on crew_mark (town_id, request_id, heard_at);

-- Where exactly the things stand: as personal as the address, so under seal.
create table crew_pin (
    town_id     text not null,
    request_id  uuid not null,
    operator_id text not null,
    point       bytea not null,
    changed_at  timestamptz not null,
    primary key (town_id, request_id),
    foreign key (town_id, request_id) references bulky_request (town_id, request_id)
);

do $$
declare
    name text;
begin
    foreach name in array array['crew', 'crew_zone', 'crew_staff', 'crew_route', 'crew_mark', 'crew_pin']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to linebot_app using (town_id = current_setting(''app.town_id'', true))
                            with check (town_id = current_setting(''app.town_id'', true))', name || '_of_town', name);
        execute format('grant select, insert, update, delete on %I to linebot_app', name);
    end loop;

    foreach name in array array['crew_mark', 'crew_pin']
    loop
        execute format('create policy %I on %I for select to linebot_app using (operator_id = current_setting(''app.town_id'', true)
                            and exists (select from operator_town o where o.town_id = %I.operator_id and o.member_town_id = %I.town_id))', name || '_seen_by_operator', name, name, name);
    end loop;
end
$$;
