-- What the bot may do. Run at the end of every change of the tables, by their owner.
do $$
begin
  if not exists (select from pg_roles where rolname = 'regroup_bot') then
    begin
      create role regroup_bot nologin;
    exception
      -- Another database of this server was quicker.
      when duplicate_object or unique_violation then null;
      -- Somebody else has to make it; `regroup doctor` says so.
      when insufficient_privilege then return;
    end;
  end if;
  if not pg_has_role('regroup_bot', 'MEMBER') then
    begin
      execute format('grant regroup_bot to %I', current_user);
    exception when insufficient_privilege then return;
    end;
  end if;

  grant usage on schema regroup to regroup_bot;
  grant select, insert, update, delete on all tables in schema regroup to regroup_bot;
  grant usage on all sequences in schema regroup to regroup_bot;
  -- These only grow. The record itself grows through one function, which has its owner's rights.
  if to_regclass('regroup.audit_checkpoint') is not null then
    revoke update, delete, truncate, trigger on regroup.evidence, regroup.policy_version, regroup.read_out, regroup.audit_key,
      regroup.audit_checkpoint, regroup.audit_delivery from regroup_bot;
    revoke insert, update, delete, truncate, trigger on regroup.audit_entry, regroup.schema_change from regroup_bot;
    revoke execute on function regroup.audit_append(text[], bytea[], bytea[]) from public;
    grant execute on function regroup.audit_append(text[], bytea[], bytea[]) to regroup_bot;
  end if;
  if to_regproc('regroup.audit_append_one') is not null then
    revoke execute on function regroup.audit_append_one(text, bytea, bytea) from public;
    grant execute on function regroup.audit_append_one(text, bytea, bytea) to regroup_bot;
  end if;

  -- The workflow library's own tables: it sends messages to runs through the bot's transactions.
  if to_regnamespace('dbos') is not null then
    grant usage on schema dbos to regroup_bot;
    grant select, insert, update, delete on all tables in schema dbos to regroup_bot;
    grant usage on all sequences in schema dbos to regroup_bot;
  end if;
end $$;
