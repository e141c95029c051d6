-- What staff need around any request of any service. A subject belongs to the resident's town; who works on it may belong to its union (…_home).

-- All that happened to a subject, oldest first. detail holds codes and numbers, never anything personal; words are free text under seal.
create table timeline (
    town_id    text not null references town (town_id),
    module     text not null,
    subject    text not null,
    at         timestamptz not null,
    entry_id   uuid not null,
    actor_kind text not null check (actor_kind in ('staff', 'resident', 'system')),
    actor_id   text not null,
    actor_home text not null,
    kind       text not null,
    detail     jsonb,
    words      bytea,
    primary key (town_id, module, subject, entry_id)
);
create index timeline_by_time on timeline (town_id, module, subject, at);
alter table timeline enable row level security;
alter table timeline force row level security;
create policy timeline_of_town on timeline to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on timeline to linebot_app;

-- Whose desk a subject lies on. version counts the changes, so that of two who hand it over at once the second is told.
create table case_desk (
    town_id     text not null references town (town_id),
    module      text not null,
    subject     text not null,
    home        text not null,
    department  text,
    assignee    uuid,
    version     integer not null check (version > 0),
    changed_at  timestamptz not null,
    primary key (town_id, module, subject),
    check (department is null or department ~ '^[a-z][a-z0-9-]{0,30}$')
);
create index case_desk_of_assignee on case_desk (town_id, home, assignee, changed_at) where assignee is not null;
create index case_desk_of_department on case_desk (town_id, home, department, changed_at) where department is not null;
alter table case_desk enable row level security;
alter table case_desk force row level security;
create policy case_desk_of_town on case_desk to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
-- A union sees what lies on its own people's desks.
create policy case_desk_of_operator on case_desk for select to linebot_app
    using (home = current_setting('app.town_id', true) and exists (
        select from operator_town o where o.town_id = current_setting('app.town_id', true) and o.member_town_id = case_desk.town_id));
grant select, insert, update, delete on case_desk to linebot_app;

-- A message of staff to a resident. It is read on our own page and answered there; LINE never carries a word of it.
-- Of the address only the hash is kept, so that who reads the table cannot open the page. Without LINE (no citizen) it is printed.
create table letter (
    town_id      text not null references town (town_id),
    letter_id    uuid not null,
    module       text not null,
    subject      text not null,
    citizen_id   text,
    code_hash    bytea check (length(code_hash) = 32),
    language     text not null,
    body         bytea,
    photo        text,
    written_by   uuid not null,
    written_home text not null,
    written_at   timestamptz not null,
    expires_at   timestamptz not null,
    opened_at    timestamptz,
    withdrawn_at timestamptz,
    reply        bytea,
    replied_at   timestamptz,
    seen_at      timestamptz,
    seen_by      uuid,
    primary key (town_id, letter_id),
    unique (town_id, code_hash),
    check ((citizen_id is null) = (code_hash is null))
);
create index letter_of_subject on letter (town_id, module, subject, written_at);
create index letter_of_citizen on letter (town_id, citizen_id) where citizen_id is not null;
create index letter_answered on letter (town_id, replied_at) where replied_at is not null and seen_at is null;
alter table letter enable row level security;
alter table letter force row level security;
create policy letter_of_town on letter to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
-- A union sees the answers to what its own people wrote.
create policy letter_of_operator on letter for select to linebot_app
    using (written_home = current_setting('app.town_id', true) and exists (
        select from operator_town o where o.town_id = current_setting('app.town_id', true) and o.member_town_id = letter.town_id));
grant select, insert, update, delete on letter to linebot_app;

-- Who answered a resident that asked for a person, and how.
alter table staff_call add column done_by uuid;
alter table staff_call add column done_how text check (done_how in ('telephone', 'letter', 'counter', 'needless'));
create index staff_call_done on staff_call (town_id, done_at) where done_at is not null;

-- A list as somebody likes to see it: the query of its address under a name, for oneself or for one's department.
create table saved_view (
    town_id    text not null,
    view_id    uuid not null,
    page       text not null,
    staff_id   uuid not null,
    department text,
    name       text not null check (length(name) between 1 and 60),
    query      text not null check (length(query) <= 2000),
    made_at    timestamptz not null,
    primary key (town_id, view_id),
    foreign key (town_id, staff_id) references staff (town_id, staff_id),
    foreign key (town_id, department) references department (town_id, code)
);
create index saved_view_of on saved_view (town_id, page, staff_id);
alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy saved_view_of_town on saved_view to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on saved_view to linebot_app;

-- Which of them somebody's page opens with.
create table saved_view_default (
    town_id  text not null,
    staff_id uuid not null,
    page     text not null,
    view_id  uuid not null,
    primary key (town_id, staff_id, page),
    foreign key (town_id, staff_id) references staff (town_id, staff_id),
    foreign key (town_id, view_id) references saved_view (town_id, view_id) on delete cascade
);
alter table saved_view_default enable row level security;
alter table saved_view_default force row level security;
create policy saved_view_default_of_town on saved_view_default to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on saved_view_default to linebot_app;
