-- What staff did at the place, by their phones. The key is the phone's own id for the step, so that one which arrives twice counts once.
-- asked_id: the case as the phone knew it; case_id: where it was kept, which is another when the one was merged meanwhile.
-- phone_at: what the phone's clock said, which is not believed; made_at: how long before sending that was, by our clock; heard_at: when it came.
create table damage_step (
    town_id    text not null,
    step_id    uuid not null,
    case_id    uuid not null,
    asked_id   uuid not null,
    act        text not null check (act in ('begin', 'inspect', 'work-before', 'work-after', 'finish', 'not-found', 'put-off', 'give-back')),
    why        text,
    outcome    text not null check (outcome in ('Counts', 'SaidAlready', 'Overtaken')),
    photos     integer not null,
    phone      uuid not null,
    count      bigint not null,
    phone_at   timestamptz not null,
    made_at    timestamptz not null,
    heard_at   timestamptz not null,
    staff_id   text not null,
    staff_home text not null,
    primary key (town_id, step_id),
    foreign key (town_id, case_id) references damage_case (town_id, case_id)
);
create index damage_step_of_staff on damage_step (town_id, staff_id, heard_at);
alter table damage_step enable row level security;
alter table damage_step force row level security;
create policy damage_step_of_town on damage_step to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on damage_step to linebot_app;

-- Pictures of a case that another town of the region took over. A town writes its own rows only; who they are for reads them, and draws its own copies from them.
-- picture: under the giving town's seal, emptied once the other town has its own or the resident has taken it back (recalled_at).
create table damage_sent_photo (
    town_id     text not null,
    parcel_id   uuid not null,
    case_id     uuid not null,
    content_id  text not null,
    to_town     text not null,
    via         text not null,
    picture     bytea,
    sent_at     timestamptz not null,
    recalled_at timestamptz,
    primary key (town_id, parcel_id),
    unique (town_id, to_town, content_id),
    foreign key (town_id, case_id) references damage_case (town_id, case_id)
);
alter table damage_sent_photo alter column picture set storage external;
create index damage_sent_photo_for on damage_sent_photo (to_town, town_id, case_id);
alter table damage_sent_photo enable row level security;
alter table damage_sent_photo force row level security;
create policy damage_sent_photo_of_town on damage_sent_photo to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
create policy damage_sent_photo_read_by_receiver on damage_sent_photo for select to linebot_app
    using (to_town = current_setting('app.town_id', true) and exists (
        select from operator_town o where o.town_id = damage_sent_photo.via and o.member_town_id = damage_sent_photo.to_town));
grant select, insert, update on damage_sent_photo to linebot_app;

-- What became of each with the town that took the case over; who sent it may read that. One that could not be drawn yet is tried again.
create table damage_handed_photo (
    town_id    text not null references town (town_id),
    from_town  text not null,
    parcel_id  uuid not null,
    via        text not null,
    case_id    uuid not null,
    content_id text not null,
    tries      integer not null,
    next_at    timestamptz not null,
    taken_at   timestamptz,
    lost       text,
    primary key (town_id, from_town, parcel_id),
    foreign key (town_id, case_id) references damage_case (town_id, case_id)
);
create index damage_handed_photo_of_case on damage_handed_photo (town_id, case_id);
alter table damage_handed_photo enable row level security;
alter table damage_handed_photo force row level security;
create policy damage_handed_photo_of_town on damage_handed_photo to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
create policy damage_handed_photo_read_by_sender on damage_handed_photo for select to linebot_app
    using (from_town = current_setting('app.town_id', true) and exists (
        select from operator_town o where o.town_id = damage_handed_photo.via and o.member_town_id = damage_handed_photo.from_town));
grant select, insert, update on damage_handed_photo to linebot_app;
