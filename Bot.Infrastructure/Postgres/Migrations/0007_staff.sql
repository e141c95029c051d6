-- Who works for a town: departments, staff, their duties and their sessions.
create table department (
    town_id  text not null references town (town_id),
    code     text not null check (code ~ '^[a-z][a-z0-9-]{0,30}$'),
    name     text not null,
    services text[] not null default '{}',
    place    integer not null default 0,
    closed_at timestamptz,
    primary key (town_id, code)
);
alter table department enable row level security;
alter table department force row level security;
create policy department_of_town on department to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on department to linebot_app;

-- Rows stay when somebody leaves, since the records name them.
create table staff (
    town_id    text not null references town (town_id),
    staff_id   uuid not null,
    login      text not null,
    name       text not null,
    stamp      text not null,
    made_at    timestamptz not null,
    changed_at timestamptz not null,
    left_at    timestamptz,
    primary key (town_id, staff_id),
    unique (town_id, login)
);
alter table staff enable row level security;
alter table staff force row level security;
create policy staff_of_town on staff to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on staff to linebot_app;

create table staff_post (
    town_id    text not null,
    staff_id   uuid not null,
    department text not null,
    duty       text not null check (duty in ('clerk', 'approver', 'school', 'crew', 'auditor', 'administrator', 'region-observer')),
    primary key (town_id, staff_id, department, duty),
    foreign key (town_id, staff_id) references staff (town_id, staff_id),
    foreign key (town_id, department) references department (town_id, code)
);
alter table staff_post enable row level security;
alter table staff_post force row level security;
create policy staff_post_of_town on staff_post to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_post to linebot_app;

-- A browser in which somebody is signed in. The token itself is never stored. Ended rows stay a week, so that a form sent too late is kept for its writer.
create table staff_session (
    town_id    text not null,
    token_hash bytea not null check (length(token_hash) = 32),
    staff_id   uuid not null,
    stamp      text not null,
    browser    text not null,
    made_at    timestamptz not null,
    seen_at    timestamptz not null,
    proven_at  timestamptz not null,
    ends_at    timestamptz not null,
    ended_at   timestamptz,
    primary key (town_id, token_hash),
    foreign key (town_id, staff_id) references staff (town_id, staff_id)
);
create index staff_session_of on staff_session (town_id, staff_id, made_at);
alter table staff_session enable row level security;
alter table staff_session force row level security;
create policy staff_session_of_town on staff_session to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_session to linebot_app;
