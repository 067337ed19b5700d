-- Appends as before: the same lock, the same bytes, the same tree, in less time.

-- The columns for counting are read with the type that needs no tree of its own for each.
alter table regroup.audit_entry drop column what, drop column at, drop column subject;
alter table regroup.audit_entry
  add column what text generated always as (canonical::json ->> 'what') stored,
  add column at text generated always as (canonical::json ->> 'when') stored,
  add column subject text generated always as (canonical::json ->> 'subjectId') stored;
create index audit_entry_what on regroup.audit_entry (what, at);
create index audit_entry_subject on regroup.audit_entry (subject, seq);

-- Most entries have no key against being repeated.
alter table regroup.audit_entry drop constraint audit_entry_dedupe_key;
create unique index audit_entry_dedupe on regroup.audit_entry (dedupe) where dedupe is not null;

-- Each check is read anew for each entry. What the only way in makes sure of (numbers, lengths, both of salt and bytes) needs none here;
-- that the commitment stands over salt and bytes does.
do $$
declare
  name text;
begin
  for name in select conname from pg_constraint where conrelid = 'regroup.audit_entry'::regclass and contype = 'c' loop
    execute format('alter table regroup.audit_entry drop constraint %I', name);
  end loop;
end $$;
alter table regroup.audit_entry add constraint audit_entry_commits
  check (commitment = sha256(salt || convert_to(canonical, 'UTF8')));

-- One entry, which is what most transactions record. As in 0008, but it asks the tree in statements of its own, whose plans a session
-- keeps: a function in SQL is planned anew at each call. The last entry alone tells the number of the next and, half of the time,
-- the neighbour in the tree. Answers how many entries there are then.
create function regroup.audit_append_one(bytes text, salt bytea, once bytea) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  size bigint;
  last bytea;
  own bytea;
  hash bytea;
  neighbour bytea;
  closed bytea := ''::bytea;
  level integer := 1;
begin
  if length(salt) is distinct from 32 or bytes is null then
    raise exception 'an entry is bytes and a salt of 32 bytes' using errcode = 'check_violation';
  end if;
  perform pg_advisory_xact_lock(1382377330, 2);
  select e.seq + 1, e.commitment into size, last from regroup.audit_entry as e order by e.seq desc limit 1;
  size := coalesce(size, 0);
  if once is not null then
    perform from regroup.audit_entry as e where e.dedupe = once;
    if found then
      return size;
    end if;
  end if;
  own := sha256(salt || convert_to(bytes, 'UTF8'));
  if size & 1 = 1 then
    hash := sha256('\x01'::bytea || sha256('\x00'::bytea || last) || sha256('\x00'::bytea || own));
    closed := hash;
    while (size >> level) & 1 = 1 loop
      select substring(e.subtrees from 32 * level - 31 for 32) into strict neighbour
        from regroup.audit_entry as e where e.seq = ((size >> level) << level) - 1;
      hash := sha256('\x01'::bytea || neighbour || hash);
      closed := closed || hash;
      level := level + 1;
    end loop;
  end if;
  insert into regroup.audit_entry (seq, canonical, salt, dedupe, commitment, subtrees)
    values (size, bytes, salt, once, own, closed);
  return size + 1;
end $$;

-- The entries of one transaction, in their order.
create or replace function regroup.audit_append(bytes text[], salts bytea[], dedupes bytea[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  size bigint;
begin
  for n in 1 .. cardinality(bytes) loop
    size := regroup.audit_append_one(bytes[n], salts[n], dedupes[n]);
  end loop;
  return size;
end $$;
