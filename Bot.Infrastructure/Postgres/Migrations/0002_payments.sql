-- Money: what was asked for, what the agent told, what went back, and what does not add up.

-- One attempt at paying for one purpose (module, subject). Rows are never deleted: they are the books.
create table payment (
    town_id        text not null,
    payment_id     uuid not null,
    citizen_id     text,
    module         text not null,
    subject        text not null,
    attempt        integer not null check (attempt > 0),
    code           text not null,
    language       text not null,
    lines          jsonb not null,
    amount         integer not null check (amount > 0),
    requested_at   timestamptz not null,
    pay_by         timestamptz not null,
    state          text not null check (state in ('requested', 'open', 'paid', 'failed', 'expired', 'refunding', 'refund-needed', 'refunded')),
    is_awaiting    boolean not null default false,
    voucher_until  timestamptz,
    voucher_url    text,
    is_final       boolean not null default false,
    hurdle         text check (hurdle in ('agent-asks-resident', 'agent-failed', 'paid-in-cash')),
    is_by_hand     boolean not null default false,
    session_id     text,
    checkout_url   text,
    checkout_until timestamptz,
    method         text,
    paid_at        timestamptz,
    payment_intent text,
    fee            integer,
    net            integer,
    second_intent  text,
    refund_amount  integer check (refund_amount > 0 and refund_amount <= amount),
    refunded_at    timestamptz,
    primary key (town_id, payment_id),
    unique (town_id, module, subject, attempt),
    unique (town_id, code, attempt),
    check (state not in ('paid', 'refunding', 'refund-needed', 'refunded') or (method is not null and paid_at is not null)),
    check (state <> 'refunded' or (refund_amount is not null and refunded_at is not null))
);
create index payment_session on payment (town_id, session_id) where session_id is not null;
create index payment_by_intent on payment (town_id, payment_intent) where payment_intent is not null;
create index payment_lapsing on payment (town_id, pay_by) where state in ('requested', 'open', 'failed', 'expired') and not is_final and not is_awaiting;
create index payment_overdue on payment (town_id, checkout_until) where state = 'open' and not is_awaiting;
create index payment_waiting on payment (town_id, requested_at) where state in ('open', 'refunding', 'refund-needed');
create index payment_paid on payment (town_id, paid_at) where paid_at is not null;
create index payment_refunded on payment (town_id, refunded_at) where refunded_at is not null;
alter table payment enable row level security;
alter table payment force row level security;
create policy payment_of_town on payment to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on payment to linebot_app;

-- What the agent told, stored once. The key is the memory against doubles and outlives raw, which may name a person
-- and is emptied soon after it has been read.
create table payment_event (
    town_id     text not null,
    event_id    text not null,
    type        text not null,
    raw         bytea,
    received_at timestamptz not null,
    due_at      timestamptz not null,
    attempts    integer not null default 0,
    done_at     timestamptz,
    parked_at   timestamptz,
    outcome     text,
    primary key (town_id, event_id)
);
create index payment_event_due on payment_event (town_id, due_at) where done_at is null and parked_at is null;
create index payment_event_parked on payment_event (town_id, parked_at) where parked_at is not null;
create index payment_event_age on payment_event (town_id, received_at);
alter table payment_event enable row level security;
alter table payment_event force row level security;
create policy payment_event_of_town on payment_event to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update, delete on payment_event to linebot_app;

-- Money on its way back: one row for the payment, one more if it was paid twice.
create table refund (
    town_id         text not null,
    refund_id       uuid not null,
    payment_id      uuid not null,
    payment_intent  text not null,
    amount          integer not null check (amount > 0),
    state           text not null check (state in ('asked', 'waiting', 'done', 'failed')),
    agent_refund_id text,
    asked_at        timestamptz not null,
    done_at         timestamptz,
    primary key (town_id, refund_id),
    foreign key (town_id, payment_id) references payment (town_id, payment_id)
);
create index refund_of_payment on refund (town_id, payment_id);
create index refund_at_agent on refund (town_id, agent_refund_id) where agent_refund_id is not null;
create index refund_open on refund (town_id, asked_at) where state in ('asked', 'waiting');
create index refund_done on refund (town_id, done_at) where done_at is not null;
alter table refund enable row level security;
alter table refund force row level security;
create policy refund_of_town on refund to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on refund to linebot_app;

-- Where our books and the agent's do not agree and nothing could mend it by itself: a person looks.
create table payment_difference (
    town_id       text not null,
    difference_id uuid not null,
    kind          text not null,
    payment_id    uuid,
    agent_id      text,
    ours          text not null,
    theirs        text not null,
    found_at      timestamptz not null,
    seen_at       timestamptz not null,
    resolved_at   timestamptz,
    primary key (town_id, difference_id)
);
create index payment_difference_open on payment_difference (town_id, found_at) where resolved_at is null;
alter table payment_difference enable row level security;
alter table payment_difference force row level security;
create policy payment_difference_of_town on payment_difference to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on payment_difference to linebot_app;
