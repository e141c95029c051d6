-- What schools write to guardians. content: title and body, under seal, since schools write about children. classes: empty for the whole school.
create table school_letter (
    town_id      text not null references town (town_id),
    letter_id    uuid not null,
    school       text not null,
    kind         text not null check (kind in ('letter', 'menu', 'urgent')),
    content      bytea,
    classes      uuid[] not null default '{}',
    until_day    date not null,
    staff_id     text not null,
    staff_home   text not null,
    sent_at      timestamptz not null,
    withdrawn_at timestamptz,
    primary key (town_id, letter_id)
);
create index school_letter_list on school_letter (town_id, school, sent_at desc, letter_id);

-- One row for each guardian who got it: the hash of the code in the address, and what became of it.
create table school_letter_reader (
    town_id      text not null,
    reader_id    uuid not null,
    letter_id    uuid not null,
    citizen_id   text not null,
    code_hash    bytea not null check (length(code_hash) = 32),
    opened_at    timestamptz,
    confirmed_at timestamptz,
    reminded_at  timestamptz,
    primary key (town_id, reader_id),
    unique (town_id, letter_id, citizen_id),
    unique (town_id, code_hash),
    foreign key (town_id, letter_id) references school_letter (town_id, letter_id)
);

alter table school_letter enable row level security;
alter table school_letter force row level security;
create policy school_letter_of_town on school_letter to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on school_letter to linebot_app;
alter table school_letter_reader enable row level security;
alter table school_letter_reader force row level security;
create policy school_letter_reader_of_town on school_letter_reader to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on school_letter_reader to linebot_app;
