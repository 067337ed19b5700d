-- The audit record becomes a Merkle tree (RFC 6962): what the tree stands over is the commitment of each entry,
-- SHA-256(salt ‖ canonical bytes). Salt and bytes can go without anything else changing; the commitment stays.

-- Nothing is taken over that does not fit the chain which kept it until now.
do $$
declare
  broken bigint;
begin
  select min(seq) into broken from (
    select seq,
      seq <> row_number() over (order by seq) - 1
      or leaf <> encode(sha256('\x00'::bytea || sha256(decode(salt, 'hex') || convert_to(canonical, 'UTF8'))), 'hex')
      or link <> encode(sha256('\x01'::bytea || decode(lag(link, 1, repeat('00', 32)) over (order by seq), 'hex')
        || decode(leaf, 'hex')), 'hex') as wrong
    from regroup.audit_entry) as chain
  where wrong;
  if broken is not null then
    raise exception 'The audit record was altered at entry %. Keep this database as it is, and look into it before another version of Regroup uses it.', broken;
  end if;
end $$;

drop trigger audit_entry_only_grows on regroup.audit_entry;
alter table regroup.audit_entry
  alter column canonical drop not null,
  alter column salt drop not null,
  alter column salt type bytea using decode(salt, 'hex'),
  -- A key can hold an id; its hash finds a repeated entry as well, and stays when the entry is redacted.
  alter column dedupe type bytea using sha256(convert_to(dedupe, 'UTF8')),
  alter column what drop not null,
  alter column at drop not null,
  add column subject text generated always as (canonical::jsonb ->> 'subjectId') stored,
  add column commitment bytea check (length(commitment) = 32),
  -- Hashes of the complete subtrees that this entry closes, from level 1 upwards, 32 bytes each: half of the entries close none.
  add column subtrees bytea not null default ''::bytea,
  add check (length(salt) = 32),
  add check ((canonical is null) = (salt is null)),
  add check (commitment = sha256(salt || convert_to(canonical, 'UTF8')));
-- What is sampled for the planner would outlive a redaction.
alter table regroup.audit_entry alter column canonical set statistics 0;
alter table regroup.audit_entry alter column salt set statistics 0;
create index audit_entry_subject on regroup.audit_entry (subject, seq);

-- The hash over the leaves from index * 2^level on, 2^level of them: it stands with the last of them.
create function regroup.audit_node(level integer, index bigint) returns bytea language sql stable as $$
  select case when level = 0 then sha256('\x00'::bytea || commitment) else substring(subtrees from 32 * level - 31 for 32) end
  from regroup.audit_entry where seq = ((index + 1) << level) - 1
$$;

-- The hashes of the subtrees that an entry closes.
create function regroup.audit_subtrees(seq bigint, commitment bytea) returns bytea language plpgsql as $$
declare
  hash bytea := sha256('\x00'::bytea || commitment);
  closed bytea := '';
  level integer := 0;
begin
  while (seq >> level) % 2 = 1 loop
    hash := sha256('\x01'::bytea || regroup.audit_node(level, (seq >> level) - 1) || hash);
    closed := closed || hash;
    level := level + 1;
  end loop;
  return closed;
end $$;

update regroup.audit_entry set commitment = sha256(salt || convert_to(canonical, 'UTF8'));
do $$
begin
  for n in 0 .. (select coalesce(max(seq), -1) from regroup.audit_entry) loop
    update regroup.audit_entry set subtrees = regroup.audit_subtrees(seq, commitment) where seq = n;
  end loop;
end $$;
alter table regroup.audit_entry
  alter column commitment set not null,
  alter column subtrees drop default,
  drop column leaf,
  drop column link;
drop table regroup.audit_head;

-- The one way into the record. The lock keeps one order between instances until the caller's transaction ends, so that numbers have
-- no gaps; its owner's rights do the inserting, so the bot needs none. Answers how many entries there are then.
create function regroup.audit_append(bytes text[], salts bytea[], dedupes bytea[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  size bigint;
  commitment bytea;
begin
  perform pg_advisory_xact_lock(1382377330, 2);
  select coalesce(max(e.seq), -1) + 1 into size from regroup.audit_entry as e;
  for n in 1 .. cardinality(bytes) loop
    continue when dedupes[n] is not null and exists (select from regroup.audit_entry as e where e.dedupe = dedupes[n]);
    commitment := sha256(salts[n] || convert_to(bytes[n], 'UTF8'));
    insert into regroup.audit_entry (seq, canonical, salt, dedupe, commitment, subtrees)
      values (size, bytes[n], salts[n], dedupes[n], commitment, regroup.audit_subtrees(size, commitment));
    size := size + 1;
  end loop;
  return size;
end $$;

-- Salt and bytes may go, both at once; nothing else changes, ever.
create function regroup.refuse_all_but_redaction() returns trigger language plpgsql as $$
begin
  if new.canonical is null and new.salt is null and old.canonical is not null
    and (new.seq, new.commitment, new.subtrees) = (old.seq, old.commitment, old.subtrees)
    and new.dedupe is not distinct from old.dedupe then
    return new;
  end if;
  raise exception '% only grows: update is refused', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger audit_entry_only_redacted before update on regroup.audit_entry
  for each row execute function regroup.refuse_all_but_redaction();
create trigger audit_entry_only_grows before delete or truncate on regroup.audit_entry
  for each statement execute function regroup.refuse_change();

-- The keys that checkpoints were signed with, in order of use: name+hash+base64, as https://c2sp.org/signed-note writes them.
create table regroup.audit_key (
  number bigint generated always as identity primary key,
  vkey text not null unique,
  since timestamptz not null
);
-- What was signed: the note holds origin, size, root and time.
create table regroup.audit_checkpoint (
  number bigint generated always as identity primary key,
  size bigint not null unique check (size >= 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  signed_at timestamptz not null
);
-- Where each checkpoint is by now: `dpo/` and the directory id of the officer who has it, or `folder`.
create table regroup.audit_delivery (
  size bigint not null references regroup.audit_checkpoint (size),
  place text not null,
  at timestamptz not null,
  primary key (size, place)
);
create trigger audit_key_only_grows before update or delete or truncate on regroup.audit_key
  for each statement execute function regroup.refuse_change();
create trigger audit_checkpoint_only_grows before update or delete or truncate on regroup.audit_checkpoint
  for each statement execute function regroup.refuse_change();
create trigger audit_delivery_only_grows before update or delete or truncate on regroup.audit_delivery
  for each statement execute function regroup.refuse_change();
