-- Warnings of the weather agency: what was received, what holds, and whether the line is up. Whether a town is warned stands in town_setting too.

-- A warning that holds, or held, for the town.
create table weather_warning (
    town_id     text not null references town (town_id),
    warning_id  uuid not null,
    family      text not null,
    code        text not null,
    name        text not null,
    kind        text not null,
    level       integer not null,
    since_at    timestamptz not null,
    reported_at timestamptz not null,
    until_at    timestamptz,
    ended_at    timestamptz,
    mode_id     uuid,
    primary key (town_id, warning_id),
    foreign key (town_id, mode_id) references disaster_mode (town_id, mode_id)
);
create unique index weather_warning_standing on weather_warning (town_id, family, code) where ended_at is null;
create index weather_warning_mode on weather_warning (town_id, mode_id) where mode_id is not null;

-- Each report once, by the name that the agency gave it: what was seen is neither fetched nor heeded again.
create table weather_report (
    town_id     text not null references town (town_id),
    entry_id    text not null,
    type        text not null,
    title       text not null,
    status      text not null,
    change      text not null,
    family      text not null,
    serial      integer not null,
    reported_at timestamptz not null,
    received_at timestamptz not null,
    fate        text not null,
    act         text not null,
    said        text not null,
    primary key (town_id, entry_id)
);
create index weather_report_list on weather_report (town_id, received_at desc);
create index weather_report_family on weather_report (town_id, family, reported_at desc, serial desc);

-- When each feed was asked and answered last. The row of the first town that wants warnings is also whose turn it is to ask.
create table weather_feed (
    town_id  text not null references town (town_id),
    feed     text not null,
    tried_at timestamptz not null,
    ok_at    timestamptz,
    failure  text,
    etag     text,
    modified text,
    primary key (town_id, feed)
);

alter table weather_warning enable row level security;
alter table weather_warning force row level security;
create policy weather_warning_of_town on weather_warning to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on weather_warning to linebot_app;
alter table weather_report enable row level security;
alter table weather_report force row level security;
create policy weather_report_of_town on weather_report to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, delete on weather_report to linebot_app;
alter table weather_feed enable row level security;
alter table weather_feed force row level security;
create policy weather_feed_of_town on weather_feed to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on weather_feed to linebot_app;
