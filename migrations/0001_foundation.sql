-- Roles, the guard of tenant tables, and the audit log. One dialect: PGlite and PostgreSQL 15 or later.

do $$
begin
  if not exists (select from pg_roles where rolname = 'aios_app') then
    create role aios_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
end
$$;

grant usage on schema public to aios_app;

create function aios_current_tenant() returns text
  language sql stable
  return nullif(current_setting('app.tenant_id', true), '');

create function aios_refuse_change() returns trigger
  language plpgsql as $$
begin
  raise exception 'table % is append-only: % refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end
$$;

-- At commit: every change of a tenant table must have come with an audit record in the same transaction.
create function aios_require_audit_record() returns trigger
  language plpgsql as $$
declare
  changed_tenant text := case when tg_op = 'DELETE' then old.tenant_id else new.tenant_id end;
begin
  if not exists (
    select from audit_heads
    where tenant_id = changed_tenant and transaction_id = pg_current_xact_id()
  ) then
    raise exception 'change of % without an audit record in the same transaction', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end
$$;

-- Turns a table into a tenant table: row-level security for everybody, fail-closed, and the audit guard.
create procedure aios_guard_tenant_table(table_name text, privileges text)
  language plpgsql as $$
begin
  execute format('alter table %I enable row level security', table_name);
  execute format('alter table %I force row level security', table_name);
  execute format(
    'create policy own_tenant on %I using (tenant_id = aios_current_tenant()) with check (tenant_id = aios_current_tenant())',
    table_name);
  execute format('grant %s on %I to aios_app', privileges, table_name);
  execute format(
    'create trigger refuse_truncate before truncate on %I for each statement execute function aios_refuse_change()',
    table_name);
end
$$;

create procedure aios_require_audit(table_name text)
  language plpgsql as $$
begin
  execute format(
    'create constraint trigger require_audit_record after insert or update or delete on %I
       deferrable initially deferred for each row execute function aios_require_audit_record()',
    table_name);
end
$$;

create table audit_records (
  tenant_id        text    not null,
  device_id        text    not null,
  sequence         bigint  not null check (sequence > 0),
  -- Text, not timestamptz: the hash covers these very characters.
  time             text    not null,
  actor_kind       text    not null,
  actor_id         text    not null,
  actor_role       text    not null,
  action           text    not null,
  resource_kind    text    not null,
  resource_id      text    not null,
  resource_version text,
  outcome          text    not null check (outcome in ('attempted', 'succeeded', 'refused', 'failed')),
  reason           text    not null,
  trace_id         text    not null,
  policy_version   text    not null,
  policy_hash      text    not null,
  details_hash     text    not null,
  previous_hash    text    not null,
  hash             text    not null,
  primary key (tenant_id, device_id, sequence)
);

-- Beside the record, so that what is personal can be destroyed without breaking a proof.
create table audit_details (
  tenant_id text   not null,
  device_id text   not null,
  sequence  bigint not null,
  salt      text   not null,
  details   text   not null,
  primary key (tenant_id, device_id, sequence),
  foreign key (tenant_id, device_id, sequence) references audit_records
);

-- One row a log: where it ends, and in which transaction it last grew.
create table audit_heads (
  tenant_id      text   not null,
  device_id      text   not null,
  sequence       bigint not null,
  hash           text   not null,
  transaction_id xid8   not null,
  primary key (tenant_id, device_id)
);

create function aios_advance_audit_head() returns trigger
  language plpgsql as $$
begin
  if tg_op = 'INSERT' and new.sequence <> 1 then
    raise exception 'an audit log starts at 1' using errcode = 'integrity_constraint_violation';
  end if;
  if tg_op = 'UPDATE' and new.sequence <= old.sequence then
    raise exception 'an audit log only grows' using errcode = 'integrity_constraint_violation';
  end if;
  if not exists (
    select from audit_records r
    where r.tenant_id = new.tenant_id and r.device_id = new.device_id
      and r.sequence = new.sequence and r.hash = new.hash
  ) then
    raise exception 'audit head without its record' using errcode = 'integrity_constraint_violation';
  end if;
  new.transaction_id := pg_current_xact_id();
  return new;
end
$$;

call aios_guard_tenant_table('audit_records', 'select, insert');
call aios_guard_tenant_table('audit_details', 'select, insert');
call aios_guard_tenant_table('audit_heads', 'select, insert, update');

create trigger refuse_change before update or delete on audit_records
  for each row execute function aios_refuse_change();
create trigger refuse_change before update on audit_details
  for each row execute function aios_refuse_change();
create trigger refuse_delete before delete on audit_heads
  for each row execute function aios_refuse_change();
create trigger advance before insert or update on audit_heads
  for each row execute function aios_advance_audit_head();
-- Destroying details is a change like any other: it needs a record of its own.
call aios_require_audit('audit_details');
