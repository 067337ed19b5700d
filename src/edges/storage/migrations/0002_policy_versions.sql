-- Which policy was in force from when on. Questions name theirs by the start of the hash.
create table regroup.policy_version (
  seq bigint generated always as identity primary key,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  code text not null,
  status text not null,
  opened jsonb not null,
  adopted_at timestamptz not null
);
create trigger policy_version_only_grows before update or delete or truncate on regroup.policy_version
  for each statement execute function regroup.refuse_change();
