-- Who is at work. Each process of the bot writes its row twice a second; one whose row stands still is gone, and the others take over what it held.
-- Of no town: it names processes, never residents. All may read it; a process writes no row but its own, and only what fell silent long ago is cleared away.
create table process (
    process_id uuid primary key,
    roles      text not null,
    beats      bigint not null,
    beat_at    timestamptz not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_cost_delay = 0);
alter table process enable row level security;
alter table process force row level security;
create policy process_seen on process for select to linebot_app using (true);
create policy process_entered on process for insert to linebot_app with check (process_id::text = current_setting('app.process_id', true));
create policy process_beaten on process for update to linebot_app
    using (process_id::text = current_setting('app.process_id', true)) with check (process_id::text = current_setting('app.process_id', true));
create policy process_left on process for delete to linebot_app
    using (process_id::text = current_setting('app.process_id', true) or beat_at < clock_timestamp() - interval '2 minutes');
grant select, insert, update, delete on process to linebot_app;
