-- What staff do with requests for bulky waste, and money that goes back in parts.

-- All that went back of a payment or is on its way: [{"Cause", "Amount", "Stage", "DoneAt"}]. refund_amount is their sum and never exceeds the amount.
alter table payment add column repayments jsonb not null default '[]';
update payment set repayments = jsonb_build_array(jsonb_build_object(
    'Cause', '', 'Amount', refund_amount, 'DoneAt', refunded_at,
    'Stage', case when state = 'refunding' then 'asked' when state = 'refund-needed' then hurdle when is_by_hand then 'by-hand' else 'done' end))
where refund_amount is not null;
alter table refund add column cause text not null default '';

-- version: raised by every change, so that a clerk who saw an older one is told.
-- due_*: what is still to be paid on top; pay_part: how often money was asked for; waived_*: what the town lets off the fee, and why.
alter table bulky_request
    add column version integer not null default 1,
    add column due_amount integer check (due_amount > 0),
    add column due_by timestamptz,
    add column due_over boolean not null default false,
    add column pay_part integer not null default 1 check (pay_part > 0),
    add column waived integer check (waived > 0),
    add column waived_why text,
    add column returned_part integer not null default 0 check (returned_part >= 0),
    add column collected_at timestamptz,
    add check ((waived is null) = (waived_why is null)),
    add check ((due_amount is null) = (due_by is null));
alter table bulky_request drop constraint bulky_request_state_check;
alter table bulky_request add constraint bulky_request_state_check check (state in
    ('checking', 'awaiting-payment', 'paid', 'awaiting-top-up', 'collected', 'not-collected', 'lapsed', 'cancelled', 'refunded'));
alter table bulky_request add constraint bulky_request_top_up_check check (state <> 'awaiting-top-up' or (number is not null and due_amount is not null));

create index bulky_request_of_town on bulky_request (town_id, state, day, request_id);
create index bulky_request_of_operator on bulky_request (operator_id, state, day, request_id);
-- What changed last: one look, however many there are.
create index bulky_request_changed on bulky_request (town_id, changed_at);
create index bulky_request_changed_of_operator on bulky_request (operator_id, changed_at);
create index bulky_request_asked on bulky_request (town_id, asked_at);

-- Staff take lines away too.
grant delete on bulky_request_line to linebot_app;
