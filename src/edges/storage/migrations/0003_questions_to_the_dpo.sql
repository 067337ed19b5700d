-- A question in the data protection officer's queue: what was sent (masked, never the asker's first words), who passed it on, and
-- the answer.
alter table regroup.question drop constraint question_state_check;
alter table regroup.question add constraint question_state_check
  check (state in ('open', 'answered', 'with-dpo', 'dpo-answered', 'cancelled'));
alter table regroup.question add column escalation jsonb;

-- Until now a question went to the queue with what was understood alone, and when it did stood in the audit record only.
update regroup.question set escalation = jsonb_build_object(
  'sentAt', jsonb_build_object('$at', to_char(asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
  'words', null, 'disputed', false, 'passedBy', jsonb_build_array(), 'answer', null)
  where state = 'with-dpo';

create index question_asker on regroup.question (asker, asked_at);
create index question_queue on regroup.question (asked_at) where state = 'with-dpo';
