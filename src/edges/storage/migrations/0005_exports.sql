-- What an export told: in the draft, for each person in it, and for the people whom an incident is about. Before, there was none.
alter table regroup.incident add column exposure jsonb;

update regroup.migration set draft = draft || jsonb_build_object('exported', null, 'members', (
  select coalesce(jsonb_agg(member || '{"seen": null}' order by place), '[]')
  from jsonb_array_elements(draft -> 'members') with ordinality as listed (member, place)));
