-- Run once per server by a superuser, before the first migration; harmless when run again.
-- Passwords are set apart (alter role … password …), so that none stands in a file.
do $$
begin
    perform pg_advisory_xact_lock(7201441);

    if not exists (select from pg_roles where rolname = 'linebot_owner') then
        create role linebot_owner login;
    end if;
    if not exists (select from pg_roles where rolname = 'linebot_app') then
        create role linebot_app login;
    end if;
    alter role linebot_owner nosuperuser nobypassrls nocreaterole nocreatedb noreplication;
    alter role linebot_app nosuperuser nobypassrls nocreaterole nocreatedb noreplication;

    -- Migrations wait for a lock only briefly: behind a waiting "alter table" every turn would wait too.
    alter role linebot_owner set lock_timeout = '2s';
    alter role linebot_owner set idle_in_transaction_session_timeout = '60s';

    -- One forgotten open transaction stops the clean-up of every queue table, so none may stay open.
    alter role linebot_app set idle_in_transaction_session_timeout = '10s';
    alter role linebot_app set statement_timeout = '15s';
    alter role linebot_app set lock_timeout = '5s';
    alter role linebot_app set synchronous_commit = 'on';
    alter role linebot_app set default_transaction_isolation = 'read committed';
    alter role linebot_app set timezone = 'UTC';
    alter role linebot_app set jit = 'off';
end
$$;
