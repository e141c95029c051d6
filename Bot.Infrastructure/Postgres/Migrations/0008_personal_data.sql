-- Keys under which personal columns are sealed, each wrapped by a key that is not in the database. Destroying a key (wrapped = null) leaves its row.
create table town_key (
    town_id    text not null references town (town_id),
    use        text not null check (use in ('seal', 'search')),
    key_id     smallint not null check (key_id > 0),
    wrapped    bytea,
    made_at    timestamptz not null,
    retired_at timestamptz,
    primary key (town_id, use, key_id)
);
alter table town_key enable row level security;
alter table town_key force row level security;
create policy town_key_of_town on town_key to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on town_key to linebot_app;

-- Keyed hashes by which staff find what is under seal. A table and not an array: behind row-level security only comparisons that
-- cannot leak use an index, and those of arrays are not among them.
create table search_token (
    town_id     text not null references town (town_id),
    token       bytea not null check (length(token) = 16),
    module      text not null,
    subject     text not null,
    operator_id text,
    primary key (town_id, token, module, subject)
);
create index search_token_of on search_token (town_id, module, subject);
alter table search_token enable row level security;
alter table search_token force row level security;
create policy search_token_of_town on search_token to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
-- Whoever works on a request for its town may also find it.
create policy search_token_seen_by_operator on search_token for select to linebot_app
    using (operator_id = current_setting('app.town_id', true)
           and exists (select from operator_town o where o.town_id = search_token.operator_id and o.member_town_id = search_token.town_id));
grant select, insert, delete on search_token to linebot_app;

-- What was done and read, row by row; the app may add and read, never change.
create table audit_entry (
    town_id    text not null references town (town_id),
    seq        bigint not null,
    at         timestamptz not null,
    actor_kind text not null check (actor_kind in ('staff', 'resident', 'system')),
    actor_id   text not null,
    actor_home text not null,
    action     text not null,
    subjects   text[] not null default '{}',
    detail     text,
    primary key (town_id, seq)
);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy audit_entry_of_town on audit_entry to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on audit_entry to linebot_app;

-- Who asked stands under seal in one column, and what was written about a thing in another. The plain columns stay for a while, empty:
-- "seal existing" moves what they hold, and the database refuses anything new in them.
alter table bulky_request
    add column requester bytea,
    alter column name drop not null,
    alter column telephone drop not null,
    alter column address drop not null,
    add constraint bulky_request_sealed check (num_nonnulls(name, kana, telephone, address, remark) = 0) not valid;
alter table bulky_request_line
    add column remark_sealed bytea,
    add constraint bulky_request_line_sealed check (remark is null) not valid;
