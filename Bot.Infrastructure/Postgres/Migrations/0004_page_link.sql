-- One-time links to the page where personal questions are asked. The token itself is never stored, nor any answer.
create table page_link (
    town_id      text not null,
    token_hash   bytea not null check (length(token_hash) = 32),
    citizen_id   text not null,
    form_id      text not null,
    began        bigint not null,
    questions    text[] not null check (cardinality(questions) > 0),
    language     text not null,
    made_at      timestamptz not null,
    expires_at   timestamptz not null check (expires_at > made_at),
    opened_at    timestamptz,
    cookie_hash  bytea check (length(cookie_hash) = 32),
    submitted_at timestamptz,
    event_id     text,
    primary key (town_id, token_hash),
    check ((opened_at is null) = (cookie_hash is null)),
    check ((submitted_at is null) = (event_id is null)),
    check (submitted_at is null or cookie_hash is not null)
);
create index page_link_age on page_link using brin (made_at) with (autosummarize = on);
alter table page_link enable row level security;
alter table page_link force row level security;
create policy page_link_of_town on page_link to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on page_link to linebot_app;
