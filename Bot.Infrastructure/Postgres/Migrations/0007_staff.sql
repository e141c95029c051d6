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
    -- Changes with every password, factor and "sign out everywhere"; sessions that carry another are over.
    stamp      text not null,
    -- A salted hash; null until an invitation is accepted, and for those who use the town's own provider.
    password   text,
    -- Who this is at the town's own provider, learnt when they first came from there.
    issuer     text,
    subject    text,
    made_at    timestamptz not null,
    changed_at timestamptz not null,
    joined_at  timestamptz,
    left_at    timestamptz,
    primary key (town_id, staff_id),
    unique (town_id, login),
    unique (town_id, issuer, subject),
    check ((issuer is null) = (subject is null))
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

-- A passkey; nothing in it is secret, since the private key never leaves its owner's device.
create table staff_passkey (
    town_id       text not null,
    credential_id bytea not null,
    staff_id      uuid not null,
    name          text not null,
    public_key    bytea not null,
    sign_count    bigint not null,
    transports    text not null default '',
    verified      boolean not null,
    backup_able   boolean not null,
    backed_up     boolean not null,
    attestation   bytea not null,
    client_data   bytea not null,
    made_at       timestamptz not null,
    used_at       timestamptz,
    primary key (town_id, credential_id),
    foreign key (town_id, staff_id) references staff (town_id, staff_id)
);
create index staff_passkey_of on staff_passkey (town_id, staff_id, made_at);
alter table staff_passkey enable row level security;
alter table staff_passkey force row level security;
create policy staff_passkey_of_town on staff_passkey to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_passkey to linebot_app;

-- The secret of somebody's authenticator app, under seal. Each step of time is good for one code; pending is a secret not yet proven to have arrived.
create table staff_totp (
    town_id   text not null,
    staff_id  uuid not null,
    secret    bytea,
    pending   bytea,
    last_step bigint not null default 0,
    set_at    timestamptz,
    primary key (town_id, staff_id),
    foreign key (town_id, staff_id) references staff (town_id, staff_id),
    check ((secret is null) = (set_at is null))
);
alter table staff_totp enable row level security;
alter table staff_totp force row level security;
create policy staff_totp_of_town on staff_totp to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_totp to linebot_app;

-- Codes on paper for the day on which the phone is lost. Only hashes; each is good once.
create table staff_recovery (
    town_id   text not null,
    staff_id  uuid not null,
    code_hash bytea not null check (length(code_hash) = 32),
    made_at   timestamptz not null,
    used_at   timestamptz,
    primary key (town_id, staff_id, code_hash),
    foreign key (town_id, staff_id) references staff (town_id, staff_id)
);
alter table staff_recovery enable row level security;
alter table staff_recovery force row level security;
create policy staff_recovery_of_town on staff_recovery to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_recovery to linebot_app;

-- One-time links by which somebody sets up their account. The token itself is never stored.
create table staff_invitation (
    town_id    text not null,
    token_hash bytea not null check (length(token_hash) = 32),
    staff_id   uuid not null,
    made_by    uuid,
    made_at    timestamptz not null,
    expires_at timestamptz not null check (expires_at > made_at),
    used_at    timestamptz,
    revoked_at timestamptz,
    primary key (town_id, token_hash),
    foreign key (town_id, staff_id) references staff (town_id, staff_id)
);
create index staff_invitation_of on staff_invitation (town_id, staff_id, made_at);
alter table staff_invitation enable row level security;
alter table staff_invitation force row level security;
create policy staff_invitation_of_town on staff_invitation to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_invitation to linebot_app;

-- Failed proofs by account and by address (hashed): who guesses waits, longer and longer.
create table staff_throttle (
    town_id  text not null references town (town_id),
    key_hash bytea not null check (length(key_hash) = 32),
    failures integer not null,
    last_at  timestamptz not null,
    until_at timestamptz not null,
    primary key (town_id, key_hash)
);
create index staff_throttle_age on staff_throttle (town_id, last_at);
alter table staff_throttle enable row level security;
alter table staff_throttle force row level security;
create policy staff_throttle_of_town on staff_throttle to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_throttle to linebot_app;

-- A proof under way in one browser: what has been shown so far and what is still asked. Good once.
create table staff_step (
    town_id    text not null references town (town_id),
    token_hash bytea not null check (length(token_hash) = 32),
    kind       text not null check (kind in ('code', 'enrol', 'passkey', 'add-passkey', 'oidc')),
    staff_id   uuid,
    state      text,
    back_to    text,
    made_at    timestamptz not null,
    ends_at    timestamptz not null,
    primary key (town_id, token_hash),
    foreign key (town_id, staff_id) references staff (town_id, staff_id)
);
create index staff_step_age on staff_step (town_id, ends_at);
alter table staff_step enable row level security;
alter table staff_step force row level security;
create policy staff_step_of_town on staff_step to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on staff_step to linebot_app;
