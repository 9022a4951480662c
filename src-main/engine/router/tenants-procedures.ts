import { AiosError } from '@shared/kernel/errors.js';
import { countRecords } from '../audit/index.js';
import { mayDo, runCommand } from '../auth/index.js';
import { listSnapshots, restoreSnapshot, snapshotOpen, tenantPaths } from '../db/index.js';
import type { EngineState } from '../engine-state.js';
import {
  clientDirectory,
  clientName,
  listClients,
  readClientFile,
  readSettings,
  writeClientFile,
  writeSettings,
} from '../tenancy/index.js';
import { callerOf, type HandlerContext, procedures } from './session.js';

const os = procedures.tenants;

export const tenantsProcedures = os.router({
  list: os.list.handler(async ({ context }) => {
    const { engine } = context;
    const open =
      engine.startup.phase === 'ready' ? await engine.tenant.customisation.summary(callerOf(context)) : null;
    return listClients(engine.home).map((client) =>
      summary(engine, client.id, client.id === engine.tenantId ? open?.name : undefined),
    );
  }),
  create: os.create.handler(({ input, context }) => {
    refuseUnless(context, 'tenant.manage');
    const { home } = context.engine;
    const directory = clientDirectory(home, input.id);
    if (listClients(home).some((client) => client.id === input.id)) {
      throw new AiosError('conflict', `There is a client ${input.id} already.`, {
        details: { client: input.id },
      });
    }
    writeClientFile(directory, { name: input.name, lastOpenedAt: null });
    context.engine.events.publish('change', { modules: ['tenants'] });
    return summary(context.engine, input.id);
  }),
  open: os.open.handler(async ({ input, context }) => {
    if (!listClients(context.engine.home).some((client) => client.id === input.id)) {
      throw new AiosError('not_found', `There is no client ${input.id}.`, { details: { client: input.id } });
    }
    await context.engine.switchTenant(input.id);
    return summary(context.engine, input.id);
  }),
  settings: os.settings.handler(({ context }) => currentSettings(context)),
  updateSettings: os.updateSettings.handler(async ({ input, context }) => {
    const caller = callerOf(context);
    const resource = { kind: 'tenant', id: caller.tenant };
    const directory = clientDirectory(context.engine.home, caller.tenant);
    const file = readClientFile(directory, caller.tenant);
    const after = await runCommand(
      context.engine.tenant.commands,
      caller,
      { name: 'tenant.update-settings', permission: 'tenant.manage', resource },
      async (tx, now) => {
        const before = (await readSettings(tx)) ?? { displayName: file.name, allowSelfApproval: false };
        const changed = {
          displayName: input.displayName ?? before.displayName,
          allowSelfApproval: input.allowSelfApproval ?? before.allowSelfApproval,
        };
        await writeSettings(tx, caller.tenant, changed, now);
        return {
          result: changed,
          facts: [{ action: 'tenant.update-settings', resource, details: { before, after: changed } }],
        };
      },
    );
    if (file.name !== after.displayName) writeClientFile(directory, { ...file, name: after.displayName });
    context.engine.events.publish('change', { modules: ['tenants'] });
    return after;
  }),
  snapshots: os.snapshots.handler(({ context }) => listSnapshots(paths(context.engine).snapshots)),
  takeSnapshot: os.takeSnapshot.handler(async ({ context }) => {
    const caller = callerOf(context);
    const { store, commands } = context.engine.tenant;
    const resource = { kind: 'snapshot', id: caller.tenant };
    await runCommand(
      commands,
      caller,
      { name: 'snapshot.take', permission: 'data.restore', resource },
      async () => ({
        result: undefined,
        facts: [{ action: 'snapshot.take', resource }],
      }),
    );
    return snapshotOpen(store.database, store.paths, 'manual');
  }),
  restoreSnapshot: os.restoreSnapshot.handler(async ({ input, context }) => {
    refuseUnless(context, 'data.restore');
    const { engine } = context;
    if (engine.startup.phase === 'ready') {
      const { store } = engine.tenant;
      await snapshotOpen(store.database, store.paths, 'before-restore');
    }
    const restored = await engine.whileClosed((directory) => restoreSnapshot(directory, input.id));
    const caller = callerOf(context);
    const resource = { kind: 'snapshot', id: restored.id };
    await runCommand(
      engine.tenant.commands,
      caller,
      { name: 'snapshot.restore', permission: 'data.restore', resource },
      async () => ({
        result: undefined,
        facts: [
          {
            action: 'snapshot.restore',
            resource,
            details: { takenAt: restored.takenAt, records: restored.records },
          },
        ],
      }),
    );
    engine.events.publish('change', {
      modules: ['tenants', 'discovery', 'customisation', 'agents', 'knowledge', 'deployment', 'audit'],
    });
    const records = await engine.tenant.store.database.asTenant(caller.tenant, countRecords);
    return { restored, records };
  }),
});

/** The settings of the open client, with what they are before anybody changed them. */
export async function currentSettings(context: HandlerContext) {
  const { tenant } = callerOf(context);
  const stored = await context.engine.tenant.store.database.asTenant(tenant, readSettings);
  const { name } = readClientFile(clientDirectory(context.engine.home, tenant), tenant);
  return stored ?? { displayName: name, allowSelfApproval: false };
}

function paths(engine: EngineState) {
  return tenantPaths(clientDirectory(engine.home, engine.tenantId));
}

/** A client in the list; `organisation` is what an open one holds now. */
function summary(engine: EngineState, id: string, organisation?: string) {
  const client = listClients(engine.home).find((known) => known.id === id);
  return {
    id,
    name: client ? clientName(id, client.file, organisation ?? client.file.organisation) : id,
    open: engine.startup.phase === 'ready' && engine.tenantId === id,
    lastOpenedAt: client?.file.lastOpenedAt ?? null,
    bytes: client?.bytes ?? 0,
  };
}

/** For what happens while no database is open, and therefore cannot go through the command wrapper. */
function refuseUnless(context: HandlerContext, permission: 'tenant.manage' | 'data.restore'): void {
  if (!mayDo(context.session.user, permission)) {
    throw new AiosError('not_allowed', `${context.session.user.name} may not do this (${permission}).`);
  }
}
