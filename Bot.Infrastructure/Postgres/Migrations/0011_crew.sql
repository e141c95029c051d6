-- The crews on the road.
select 1;
