-- Who is sent another answer than the one they were told, because the policy has changed: each person once for each change.
create table regroup.correction (
  change text not null,
  person text not null,
  batch text not null,
  question_id text not null references regroup.question (id),
  from_verdict text not null,
  decision jsonb,
  ordered_by text not null,
  ordered_at timestamptz not null,
  state text not null check (state in ('ordered', 'shown', 'unreachable')),
  primary key (change, person)
);
create index correction_batch on regroup.correction (batch);
create index question_told on regroup.question (asked_at) where verdict is not null;
