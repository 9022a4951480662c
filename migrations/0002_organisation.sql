-- Clients, discovery, customisation, knowledge, agents and deployments. Every table is a tenant table.

create table tenants (
  tenant_id  text        primary key,
  settings   jsonb       not null,
  created_at timestamptz not null
);

create table discovery_runs (
  tenant_id   text        not null,
  run_id      text        not null,
  source      text        not null,
  source_kind text        not null,
  options     jsonb       not null,
  state       text        not null check (state in ('reading', 'analysing', 'done', 'failed', 'cancelled', 'interrupted')),
  started_at  timestamptz not null,
  finished_at timestamptz,
  visited     integer     not null default 0,
  queued      integer     not null default 0,
  blocked     integer     not null default 0,
  errors      integer     not null default 0,
  current_url text        not null default '',
  failure     jsonb,
  primary key (tenant_id, run_id)
);
create index on discovery_runs (tenant_id, started_at);

create table discovery_pages (
  tenant_id    text        not null,
  run_id       text        not null,
  url          text        not null,
  position     integer     not null,
  content_type text        not null,
  content_hash text        not null,
  -- gzip of the page as it was received
  body         bytea       not null,
  retrieved_at timestamptz not null,
  primary key (tenant_id, run_id, url),
  foreign key (tenant_id, run_id) references discovery_runs
);

create table discovery_notes (
  tenant_id    text not null,
  run_id       text not null,
  url          text not null,
  state        text not null check (state in ('known', 'blocked', 'error')),
  reason       text not null,
  -- how many of the read pages link to it
  linked_by    integer not null default 0,
  primary key (tenant_id, run_id, url),
  foreign key (tenant_id, run_id) references discovery_runs
);

create table profiles (
  tenant_id  text        not null,
  version    integer     not null,
  run_id     text        not null,
  profile    jsonb       not null,
  created_at timestamptz not null,
  primary key (tenant_id, version),
  foreign key (tenant_id, run_id) references discovery_runs
);

create table customisations (
  tenant_id    text        not null,
  operation_id text        not null,
  sequence     integer     not null,
  operation    jsonb       not null,
  author       text        not null,
  reason       text        not null,
  made_at      timestamptz not null,
  base         jsonb,
  state        text        not null check (state in ('active', 'undone')),
  primary key (tenant_id, operation_id),
  unique (tenant_id, sequence)
);

-- Content-addressed and immutable: what was approved is what is deployed.
create table artefacts (
  tenant_id text  not null,
  sha256    text  not null,
  content   bytea not null,
  primary key (tenant_id, sha256)
);

create table deployments (
  tenant_id     text        not null,
  deployment_id text        not null,
  sequence      integer     not null,
  organisation  text        not null,
  state         text        not null check (state in ('running', 'active', 'superseded', 'failed', 'rolled-back')),
  author        text        not null,
  approver      text        not null,
  preview_hash  text        not null,
  started_at    timestamptz not null,
  finished_at   timestamptz,
  agents        integer     not null,
  documents     integer     not null,
  folder        text,
  bundle_path   text,
  bundle_sha256 text,
  failure       text,
  -- gzip of the JSON that the composition is made from, as it was approved
  input_sha256  text        not null,
  size          jsonb       not null,
  -- the end of the audit log that the bundle names
  audit_head    jsonb,
  primary key (tenant_id, deployment_id),
  unique (tenant_id, sequence),
  foreign key (tenant_id, input_sha256) references artefacts
);
-- At most one deployment is active, and at most one is running.
create unique index on deployments (tenant_id, state) where state in ('active', 'running');

create table deployment_files (
  tenant_id     text not null,
  deployment_id text not null,
  path          text not null,
  sha256        text not null,
  primary key (tenant_id, deployment_id, path),
  foreign key (tenant_id, deployment_id) references deployments,
  foreign key (tenant_id, sha256) references artefacts
);

create table deployment_steps (
  tenant_id     text    not null,
  deployment_id text    not null,
  position      integer not null,
  name          text    not null,
  state         text    not null check (state in ('waiting', 'running', 'done', 'failed')),
  detail        text    not null,
  done          integer not null,
  total         integer not null,
  started_at    timestamptz,
  finished_at   timestamptz,
  primary key (tenant_id, deployment_id, name),
  foreign key (tenant_id, deployment_id) references deployments
);

create table agent_versions (
  tenant_id     text        not null,
  agent_id      text        not null,
  version       integer     not null,
  deployment_id text        not null,
  manifest      jsonb       not null,
  manifest_hash text        not null,
  created_at    timestamptz not null,
  primary key (tenant_id, agent_id, version),
  unique (tenant_id, deployment_id, agent_id),
  foreign key (tenant_id, deployment_id) references deployments
);

-- The version of each agent that answers now.
create table agents (
  tenant_id text    not null,
  agent_id  text    not null,
  version   integer not null,
  primary key (tenant_id, agent_id),
  foreign key (tenant_id, agent_id, version) references agent_versions
);

create table knowledge_documents (
  tenant_id    text  not null,
  content_hash text  not null,
  document_id  text  not null,
  document     jsonb not null,
  primary key (tenant_id, content_hash, document_id)
);

create table agent_knowledge (
  tenant_id     text not null,
  deployment_id text not null,
  agent_id      text not null,
  document_id   text not null,
  content_hash  text not null,
  primary key (tenant_id, deployment_id, agent_id, document_id),
  foreign key (tenant_id, deployment_id) references deployments,
  foreign key (tenant_id, content_hash, document_id) references knowledge_documents
);

create table deployment_policies (
  tenant_id     text    not null,
  deployment_id text    not null,
  rule_id       text    not null,
  position      integer not null,
  rule          jsonb   not null,
  primary key (tenant_id, deployment_id, rule_id),
  foreign key (tenant_id, deployment_id) references deployments
);

create table access_grants (
  tenant_id     text not null,
  deployment_id text not null,
  agent_id      text not null,
  account       text not null,
  role          text not null,
  primary key (tenant_id, deployment_id, agent_id, account, role),
  foreign key (tenant_id, deployment_id) references deployments
);

do $$
declare
  name text;
begin
  foreach name in array array[
    'tenants', 'discovery_runs', 'discovery_pages', 'discovery_notes', 'profiles', 'customisations', 'artefacts',
    'deployments', 'deployment_files', 'deployment_steps', 'agent_versions', 'agents', 'knowledge_documents',
    'agent_knowledge', 'deployment_policies', 'access_grants'
  ] loop
    call aios_guard_tenant_table(name, 'select, insert, update, delete');
    call aios_require_audit(name);
  end loop;
end
$$;

-- Immutable once written.
create trigger refuse_change before update on artefacts for each row execute function aios_refuse_change();
create trigger refuse_change before update on agent_versions for each row execute function aios_refuse_change();
create trigger refuse_change before update on knowledge_documents for each row execute function aios_refuse_change();
create trigger refuse_change before update on profiles for each row execute function aios_refuse_change();
