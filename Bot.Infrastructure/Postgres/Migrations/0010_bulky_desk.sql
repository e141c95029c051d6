-- What staff do with requests for bulky waste.
select 1;
