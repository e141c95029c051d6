-- The codes on children's sheets, by their hashes. A child has one at a time: printing again voids the one before. wrong: how often the birth date did not fit.
create table link_code (
    town_id    text not null,
    code_hash  bytea not null,
    child_id   uuid not null,
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    voided_at  timestamptz,
    wrong      integer not null default 0 check (wrong >= 0),
    primary key (town_id, code_hash),
    foreign key (town_id, child_id) references child (town_id, child_id)
);
create unique index link_code_of_child on link_code (town_id, child_id) where voided_at is null;
alter table link_code enable row level security;
alter table link_code force row level security;
create policy link_code_of_town on link_code to linebot_app
    using (town_id = current_setting('app.town_id', true)) with check (town_id = current_setting('app.town_id', true));
grant select, insert, update on link_code to linebot_app;
