-- What a school asks with a letter. content: questions, or the plan of hours, under seal. Without a letter it is a draft.
create table school_ask (
    town_id    text not null references town (town_id),
    ask_id     uuid not null,
    school     text not null,
    kind       text not null check (kind in ('survey', 'slots', 'consent')),
    content    bytea,
    per_home   boolean not null,
    due_day    date not null,
    letter_id  uuid,
    staff_id   text not null,
    staff_home text not null,
    made_at    timestamptz not null,
    primary key (town_id, ask_id),
    unique (town_id, letter_id),
    foreign key (town_id, letter_id) references school_letter (town_id, letter_id) on delete cascade
);
create index school_ask_list on school_ask (town_id, school, made_at desc, ask_id);

-- Each time that somebody answered for a child; the highest number counts. home: the same for the children for whom it was answered at once.
-- Without a citizen it was put in by staff, from paper or by telephone.
create table school_answer (
    town_id     text not null,
    answer_id   uuid not null,
    ask_id      uuid not null,
    child_id    uuid not null,
    number      int not null,
    home        uuid not null,
    content     bytea,
    citizen_id  text,
    channel     text not null check (channel in ('page', 'paper', 'phone')),
    staff_id    text,
    staff_home  text,
    answered_at timestamptz not null,
    primary key (town_id, answer_id),
    unique (town_id, ask_id, child_id, number),
    foreign key (town_id, ask_id) references school_ask (town_id, ask_id) on delete cascade,
    foreign key (town_id, child_id) references child (town_id, child_id) on delete cascade,
    check ((channel = 'page') = (citizen_id is not null))
);

-- Hours that a school offers for an interview, in minutes of the day. lane: which of the rooms or teachers of the plan.
create table school_slot (
    town_id text not null,
    slot_id uuid not null,
    ask_id  uuid not null,
    day     date not null,
    starts  int not null,
    ends    int not null check (ends > starts and ends <= 1440),
    lane    int not null,
    primary key (town_id, slot_id),
    unique (town_id, ask_id, day, starts, lane),
    foreign key (town_id, ask_id) references school_ask (town_id, ask_id) on delete cascade
);

-- A slot that is taken: its key is what keeps a second family out.
create table school_booking (
    town_id     text not null,
    slot_id     uuid not null,
    by_staff    boolean not null,
    booked_at   timestamptz not null,
    reminded_at timestamptz,
    primary key (town_id, slot_id),
    foreign key (town_id, slot_id) references school_slot (town_id, slot_id) on delete cascade
);

-- Whose it is: one slot for each child; siblings may come together.
create table school_booking_child (
    town_id  text not null,
    ask_id   uuid not null,
    child_id uuid not null,
    slot_id  uuid not null,
    primary key (town_id, ask_id, child_id),
    foreign key (town_id, slot_id) references school_booking (town_id, slot_id) on delete cascade,
    foreign key (town_id, child_id) references child (town_id, child_id) on delete cascade
);
create index school_booking_child_slot on school_booking_child (town_id, slot_id);
create index school_booking_child_child on school_booking_child (town_id, child_id);

-- What a school asks consent for, such as pictures in its paper.
create table school_consent_kind (
    town_id  text not null references town (town_id),
    kind_id  uuid not null,
    school   text not null,
    title    text not null,
    place    int not null,
    ended_at timestamptz,
    primary key (town_id, kind_id)
);
create index school_consent_kind_list on school_consent_kind (town_id, school, place);

-- Each word on it; the last one of each giver counts. Without a citizen it is the paper that the school holds; says is null where that was taken back.
create table school_consent (
    town_id    text not null,
    consent_id uuid not null,
    kind_id    uuid not null,
    child_id   uuid not null,
    citizen_id text,
    says       boolean,
    staff_id   text,
    staff_home text,
    said_at    timestamptz not null,
    primary key (town_id, consent_id),
    foreign key (town_id, kind_id) references school_consent_kind (town_id, kind_id),
    foreign key (town_id, child_id) references child (town_id, child_id) on delete cascade,
    check (citizen_id is not null or staff_id is not null),
    check (citizen_id is null or says is not null)
);
create index school_consent_child on school_consent (town_id, child_id, kind_id, said_at desc);

alter table school_ask enable row level security;
alter table school_ask force row level security;
create policy school_ask_of_town on school_ask to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on school_ask to linebot_app;
alter table school_answer enable row level security;
alter table school_answer force row level security;
create policy school_answer_of_town on school_answer to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on school_answer to linebot_app;
alter table school_slot enable row level security;
alter table school_slot force row level security;
create policy school_slot_of_town on school_slot to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on school_slot to linebot_app;
alter table school_booking enable row level security;
alter table school_booking force row level security;
create policy school_booking_of_town on school_booking to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on school_booking to linebot_app;
alter table school_booking_child enable row level security;
alter table school_booking_child force row level security;
create policy school_booking_child_of_town on school_booking_child to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on school_booking_child to linebot_app;
alter table school_consent_kind enable row level security;
alter table school_consent_kind force row level security;
create policy school_consent_kind_of_town on school_consent_kind to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on school_consent_kind to linebot_app;
alter table school_consent enable row level security;
alter table school_consent force row level security;
create policy school_consent_of_town on school_consent to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, delete on school_consent to linebot_app;
