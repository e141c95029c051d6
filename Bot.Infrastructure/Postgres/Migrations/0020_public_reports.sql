-- What the public may see of damage reports, and who reports by Open311.

-- What staff said of a case: shown over a rule that waits for them, or taken away. words are staff's own, for everybody to read; what residents wrote is never there.
-- was_shown: since when the public knew of it, so that who comes back is told that it is gone.
create table damage_publication (
    town_id    text not null,
    case_id    uuid not null,
    shown      boolean not null,
    words      text,
    was_shown  timestamptz,
    changed_at timestamptz not null,
    staff_id   text not null,
    staff_home text not null,
    version    integer not null default 1,
    primary key (town_id, case_id),
    foreign key (town_id, case_id) references damage_case (town_id, case_id)
);
alter table damage_publication enable row level security;
alter table damage_publication force row level security;
create policy damage_publication_of_town on damage_publication to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on damage_publication to linebot_app;

-- Answers of staff that everybody may read.
create table damage_answer (
    town_id      text not null,
    answer_id    uuid not null,
    case_id      uuid not null,
    words        text not null,
    said_at      timestamptz not null,
    staff_id     text not null,
    staff_home   text not null,
    withdrawn_at timestamptz,
    primary key (town_id, answer_id),
    foreign key (town_id, case_id) references damage_case (town_id, case_id)
);
create index damage_answer_of_case on damage_answer (town_id, case_id, said_at);
alter table damage_answer enable row level security;
alter table damage_answer force row level security;
create policy damage_answer_of_town on damage_answer to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on damage_answer to linebot_app;

-- The public's list, newest first.
create index damage_case_opened on damage_case (town_id, opened_at desc, case_id);

-- Who may report by Open311. Only the hash of a key is kept.
create table open311_key (
    town_id     text not null references town (town_id),
    key_id      uuid not null,
    title       text not null,
    hash        bytea not null,
    may_report  boolean not null,
    may_update  boolean not null,
    made_at     timestamptz not null,
    made_by     text not null,
    made_home   text not null,
    used_on     date,
    revoked_at  timestamptz,
    primary key (town_id, key_id),
    unique (town_id, hash)
);
alter table open311_key enable row level security;
alter table open311_key force row level security;
create policy open311_key_of_town on open311_key to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on open311_key to linebot_app;

-- Which report came by which key.
create table open311_report (
    town_id   text not null,
    report_id uuid not null,
    case_id   uuid not null,
    key_id    uuid not null,
    made_at   timestamptz not null,
    primary key (town_id, report_id),
    foreign key (town_id, report_id) references damage_report (town_id, report_id),
    foreign key (town_id, key_id) references open311_key (town_id, key_id)
);
create index open311_report_of_case on open311_report (town_id, case_id);
create index open311_report_of_key on open311_report (town_id, key_id, made_at);
alter table open311_report enable row level security;
alter table open311_report force row level security;
create policy open311_report_of_town on open311_report to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on open311_report to linebot_app;
