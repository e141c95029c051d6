-- What staff change of a town, and its history.
select 1;
