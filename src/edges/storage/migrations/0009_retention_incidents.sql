-- An incident may be about a team that is not kept as the schedule wants it; before, none was.
alter table regroup.incident add column retention jsonb;
