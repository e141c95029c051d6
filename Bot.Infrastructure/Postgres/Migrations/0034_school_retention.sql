-- What schools hold is erased like all else: reasons and scans after their time, a child that has left, a guardian who asks for it.
-- A guardian who is taken out of a report leaves '' in citizen_id, so that it still reads as one that came from a guardian.
create index arrival_scan_age on arrival_scan (town_id, day);
create index arrival_step_age on arrival_step (town_id, day);
create index child_left on child (town_id, left_on) where left_on is not null and erased_at is null;
create index school_absence_told on school_absence (town_id, last_day) where told is not null;
create index guardian_link_ended on guardian_link (town_id, ended_at) where ended_at is not null and citizen_id <> '';
create index guardian_link_all on guardian_link (town_id, citizen_id);
grant delete on arrival_scan to linebot_app;
grant delete on arrival_step to linebot_app;
