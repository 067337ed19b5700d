-- Everything Regroup remembers. Times are instants (timestamptz); ids are our own or Microsoft 365's object ids.

create table regroup.question (
  id text primary key,
  asker text not null,
  asked_at timestamptz not null,
  ver integer not null check (ver > 0),
  state text not null check (state in ('open', 'answered', 'with-dpo', 'cancelled')),
  rounds integer not null check (rounds >= 0),
  understood jsonb not null,
  confirmation jsonb,
  verdict jsonb
);
create index question_asked_at on regroup.question (asked_at);

create table regroup.migration (
  id text primary key,
  owner text not null,
  state text not null,
  ver integer not null check (ver > 0),
  approver text,
  decide_by timestamptz,
  draft jsonb not null,
  decision jsonb,
  outcome jsonb not null,
  milestones jsonb not null,
  started_at timestamptz not null,
  changed_at timestamptz not null
);
create index migration_owner on regroup.migration (owner, started_at);
create index migration_state on regroup.migration (state);
create index migration_approver on regroup.migration (approver) where state = 'submitted';

create table regroup.attestation (
  migration_id text not null references regroup.migration (id),
  person text not null,
  ver integer not null check (ver > 0),
  requested_at timestamptz not null,
  reached boolean not null,
  state text not null check (state in ('asked', 'attested', 'cannot')),
  done jsonb not null,
  note text not null,
  answered_at timestamptz,
  primary key (migration_id, person)
);
create index attestation_person on regroup.attestation (person) where state = 'asked';

create table regroup.incident (
  id text primary key,
  migration_id text references regroup.migration (id),
  kind text not null,
  raised_by text not null,
  at timestamptz not null,
  outsiders integer not null,
  leavers integer not null,
  pupils integer not null,
  state text not null check (state in ('open', 'decided'))
);

create table regroup.evidence (
  seq bigint generated always as identity primary key,
  id text not null unique,
  team_id text not null,
  location text not null check (location in ('messages', 'files')),
  kind text not null,
  at timestamptz not null,
  by text not null,
  days integer,
  action text,
  covers boolean,
  enabled boolean,
  distribution text,
  sha256 text not null
);
create index evidence_team on regroup.evidence (team_id);

create table regroup.acquaintance (
  person text primary key,
  reference jsonb not null,
  seen_at timestamptz not null
);

create table regroup.sent_card (
  key text primary key,
  activity_id text not null,
  conversation_id text not null
);

-- Activities that have been taken in, so that a repeated delivery is recognised.
create table regroup.sighting (
  key text primary key,
  at timestamptz not null default now()
);

-- Outside effects that have been begun: a second attempt has to look before it acts.
create table regroup.effect (
  key text primary key,
  at timestamptz not null default now()
);

-- The audit log. `canonical` holds the very bytes that were hashed; `what` and `at` are read from them, for counting.
create table regroup.audit_entry (
  seq bigint primary key check (seq >= 0),
  canonical text not null,
  salt text not null,
  leaf text not null,
  link text not null,
  dedupe text unique,
  what text not null generated always as (canonical::jsonb ->> 'what') stored,
  at text not null generated always as (canonical::jsonb ->> 'when') stored
);
create index audit_entry_what on regroup.audit_entry (what, at);

-- The end of the log. Locking its only row keeps one order between instances.
create table regroup.audit_head (
  single boolean primary key default true check (single),
  seq bigint not null,
  link text not null
);
insert into regroup.audit_head (seq, link) values (-1, repeat('00', 32));

-- Recorded means recorded: these tables only grow. The owner of a table could drop the trigger, so in production the bot's
-- own database user should be another one, with insert and select on them and nothing else.
create function regroup.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% only grows: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;
create trigger audit_entry_only_grows before update or delete or truncate on regroup.audit_entry
  for each statement execute function regroup.refuse_change();
create trigger evidence_only_grows before update or delete or truncate on regroup.evidence
  for each statement execute function regroup.refuse_change();
