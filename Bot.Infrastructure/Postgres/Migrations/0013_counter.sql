-- Requests taken at the counter and by telephone.
select 1;
