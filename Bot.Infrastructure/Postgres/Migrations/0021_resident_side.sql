-- The resident's side of damage reports: when something was noticed, and what residents say of how it was dealt with.

-- Of a report whose place was sent first: when that was. Null where the report itself was made at once.
alter table damage_report add column noticed_at timestamptz;

-- One tap of a resident on a case that was closed. It says nothing of the person; kind and department are as they were then, for figures.
create table damage_rating (
    town_id    text not null,
    report_id  uuid not null,
    case_id    uuid not null,
    kind       text not null,
    department text,
    is_helped  boolean not null,
    rated_at   timestamptz not null,
    primary key (town_id, report_id),
    foreign key (town_id, report_id) references damage_report (town_id, report_id),
    foreign key (town_id, case_id) references damage_case (town_id, case_id)
);
create index damage_rating_by_time on damage_rating (town_id, rated_at);
create index damage_rating_of_case on damage_rating (town_id, case_id);

alter table damage_rating enable row level security;
alter table damage_rating force row level security;
create policy damage_rating_of_town on damage_rating to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on damage_rating to linebot_app;
