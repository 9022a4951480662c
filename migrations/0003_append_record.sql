-- One call appends a record, its details and the new end of the log: as a function its plans are made once a session,
-- where three statements were parsed and planned for every command. It runs with the caller's rights, so that row-level
-- security and the triggers of the tables bind it like any other statement. Plans that a session made while the log was
-- short would read all of it once it is long (an embedded database is never analysed): here they may not.
create function aios_append_record(record jsonb, salt text, details text) returns void
  language plpgsql set enable_seqscan = off as $$
declare
  stored audit_records := jsonb_populate_record(null::audit_records, record);
begin
  insert into audit_records select stored.*;
  insert into audit_details values (stored.tenant_id, stored.device_id, stored.sequence, salt, details);
  if stored.sequence = 1 then
    insert into audit_heads values (stored.tenant_id, stored.device_id, 1, stored.hash, pg_current_xact_id());
  else
    update audit_heads h set sequence = stored.sequence, hash = stored.hash
      where h.tenant_id = stored.tenant_id and h.device_id = stored.device_id;
  end if;
end
$$;
