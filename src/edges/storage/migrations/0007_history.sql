-- What of a chat goes along with a move, who wants what left out, and what came of it. Moves of before were all fresh starts.
alter table regroup.migration add column history jsonb not null
  default '{"objectors": [], "dpoApproved": null, "objectUntil": null, "special": "leave-out", "picked": []}';

update regroup.migration set outcome = outcome || jsonb_build_object('history', null);

-- Exports that wait, encrypted, for the run of an approved move. The key of each is wrapped with two keys that are not in here.
create table regroup.sealed (
  migration_id text primary key,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes integer not null check (bytes >= 0),
  sealed_at timestamptz not null,
  expires_at timestamptz not null,
  -- Which file outside the database holds the other half of its key.
  key_file text not null,
  wrapped_key bytea not null,
  head bytea not null,
  chunks integer not null check (chunks >= 0),
  destroying boolean not null default false
);
create index sealed_expires on regroup.sealed (expires_at);

create table regroup.sealed_chunk (
  migration_id text not null references regroup.sealed on delete cascade,
  place integer not null,
  data bytea not null,
  primary key (migration_id, place)
);
-- Ciphertext cannot be compressed; without the attempt it is read and written faster.
alter table regroup.sealed_chunk alter column data set storage external;
