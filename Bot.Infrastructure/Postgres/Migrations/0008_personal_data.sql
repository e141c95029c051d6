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
    prev_hash  bytea not null check (length(prev_hash) = 32),
    hash       bytea not null check (length(hash) = 32),
    primary key (town_id, seq)
);
create index audit_entry_by_time on audit_entry (town_id, at);
create index audit_entry_of_actor on audit_entry (town_id, actor_id, at);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy audit_entry_of_town on audit_entry to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on audit_entry to linebot_app;

-- Which entry is about whom: one row for each subject, so that "who has seen this" is one look at an index.
create table audit_subject (
    town_id text not null,
    subject text not null,
    seq     bigint not null,
    primary key (town_id, subject, seq),
    foreign key (town_id, seq) references audit_entry (town_id, seq)
);
alter table audit_subject enable row level security;
alter table audit_subject force row level security;
create policy audit_subject_of_town on audit_subject to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on audit_subject to linebot_app;

-- The end of each town's chain; its lock makes the order of commits the order of the chain, and its hash tells when the tail is cut off.
create table audit_head (
    town_id text primary key references town (town_id),
    seq     bigint not null,
    hash    bytea not null check (length(hash) = 32)
);
alter table audit_head enable row level security;
alter table audit_head force row level security;
create policy audit_head_of_town on audit_head to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on audit_head to linebot_app;

-- That something was erased, how much of it, and which: the hash is over the sorted ids, so that a list of them can be checked against it.
create table erasure_proof (
    town_id  text not null references town (town_id),
    proof_id uuid not null,
    category text not null,
    erased   integer not null check (erased > 0),
    oldest   timestamptz not null,
    newest   timestamptz not null,
    ids_hash bytea not null check (length(ids_hash) = 32),
    at       timestamptz not null,
    primary key (town_id, proof_id)
);
create index erasure_proof_by_time on erasure_proof (town_id, at);
alter table erasure_proof enable row level security;
alter table erasure_proof force row level security;
create policy erasure_proof_of_town on erasure_proof to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert on erasure_proof to linebot_app;

-- Requests that must not be erased, whatever their age: a dispute, an inquiry.
create table legal_hold (
    town_id text not null references town (town_id),
    module  text not null,
    subject text not null,
    why     text not null,
    set_by  text not null,
    set_at  timestamptz not null,
    primary key (town_id, module, subject)
);
alter table legal_hold enable row level security;
alter table legal_hold force row level security;
create policy legal_hold_of_town on legal_hold to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on legal_hold to linebot_app;

-- Which towns there are and who serves whom decides what everybody may see: only the owner of the schema writes it.
revoke insert, update on town from linebot_app;
drop policy town_added on town;
create policy town_kept on town to linebot_owner using (true) with check (true);
revoke insert, delete on operator_town from linebot_app;
drop policy operator_town_added on operator_town;
drop policy operator_town_removed on operator_town;
create policy operator_town_kept on operator_town to linebot_owner using (true) with check (true);

-- Who asked stands under seal in one column, and what was written about a thing in another. The plain columns stay for a while, empty:
-- "seal existing" moves what they hold, and the database refuses anything new in them.
alter table bulky_request
    add column requester bytea,
    add column erased_at timestamptz,
    alter column name drop not null,
    alter column telephone drop not null,
    alter column address drop not null,
    add constraint bulky_request_sealed check (num_nonnulls(name, kana, telephone, address, remark) = 0) not valid;
alter table bulky_request_line
    add column remark_sealed bytea,
    add constraint bulky_request_line_sealed check (remark is null) not valid;
