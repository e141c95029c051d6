-- Messages to staff: who is told what, what was told of which case, and what was sent where. The sending itself is the outbox's: message_id is its id.

-- rules: see NoticeRules. since: what was opened before is not news.
create table staff_notice_rule (
    town_id    text not null references town (town_id),
    department text not null,
    rules      jsonb not null,
    since      timestamptz not null,
    primary key (town_id, department)
);

-- mark: 'new', 'danger', 'life', 'unread-1', …. A mark is set once, in the transaction that writes the message.
create table staff_told (
    town_id    text not null references town (town_id),
    department text not null,
    module     text not null,
    subject    text not null,
    mark       text not null,
    batch      uuid not null,
    told_at    timestamptz not null,
    primary key (town_id, department, module, subject, mark)
);
create index staff_told_batch on staff_told (town_id, batch);

-- One row for each recipient; those of one batch say the same. again_of: the one that did not arrive. recipient: a mail address, the id of a LINE group, or the host of a web hook.
create table staff_message (
    town_id    text not null references town (town_id),
    message_id uuid not null,
    batch      uuid not null,
    department text not null,
    reason     text not null check (reason in ('new', 'danger', 'unread', 'overdue', 'test')),
    channel    text not null check (channel in ('mail', 'line', 'hook')),
    recipient  text not null,
    subject    text not null,
    cases      integer not null check (cases >= 0),
    made_at    timestamptz not null,
    again_of   uuid,
    primary key (town_id, message_id)
);
create index staff_message_again on staff_message (town_id, again_of) where again_of is not null;
create index staff_message_list on staff_message (town_id, department, made_at desc);
create index staff_message_old on staff_message (town_id, made_at);

-- Where programs of the town are told. Address and secret are under seal.
create table staff_hook (
    town_id    text not null references town (town_id),
    department text not null,
    host       text not null,
    address    bytea not null,
    secret     bytea not null,
    made_at    timestamptz not null,
    made_by    text not null,
    made_home  text not null,
    primary key (town_id, department)
);

-- LINE groups of staff, and the codes by which they are joined: typed in the group, good once and for a quarter of an hour; only the hash is kept.
create table staff_group (
    town_id    text not null references town (town_id),
    group_id   text not null,
    department text not null,
    linked_at  timestamptz not null,
    ended_at   timestamptz,
    primary key (town_id, group_id)
);
create table staff_group_code (
    town_id    text not null references town (town_id),
    code_hash  bytea not null check (length(code_hash) = 32),
    department text not null,
    made_at    timestamptz not null,
    made_by    text not null,
    made_home  text not null,
    expires_at timestamptz not null,
    used_by    text,
    primary key (town_id, code_hash)
);

alter table staff_notice_rule enable row level security;
alter table staff_notice_rule force row level security;
create policy staff_notice_rule_of_town on staff_notice_rule to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_notice_rule to linebot_app;
alter table staff_told enable row level security;
alter table staff_told force row level security;
create policy staff_told_of_town on staff_told to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, delete on staff_told to linebot_app;
alter table staff_message enable row level security;
alter table staff_message force row level security;
create policy staff_message_of_town on staff_message to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, delete on staff_message to linebot_app;
alter table staff_hook enable row level security;
alter table staff_hook force row level security;
create policy staff_hook_of_town on staff_hook to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_hook to linebot_app;
alter table staff_group enable row level security;
alter table staff_group force row level security;
create policy staff_group_of_town on staff_group to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on staff_group to linebot_app;
alter table staff_group_code enable row level security;
alter table staff_group_code force row level security;
create policy staff_group_code_of_town on staff_group_code to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_group_code to linebot_app;
