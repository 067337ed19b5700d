-- Read-outs of Purview that were taken, so that none is taken twice. What was in them is not kept but for the evidence.
create table regroup.read_out (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  nonce text not null unique,
  read_at timestamptz not null,
  taken_at timestamptz not null,
  by text not null
);
create trigger read_out_only_grows before update or delete or truncate on regroup.read_out
  for each statement execute function regroup.refuse_change();
