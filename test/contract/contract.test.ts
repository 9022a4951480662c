import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, isDefinedError, ORPCError, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { RPCHandler } from '@orpc/server/message-port';
import { contract } from '@shared/contract/index.js';
import { must } from '@shared/kernel/must.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EngineClient } from '../../src-main/engine/engine.js';
import { router } from '../../src-main/engine/router/index.js';
import { writeSmallSite } from '../fixtures/small-site.js';
import {
  deployAll,
  discoverAll,
  openTestEngine,
  type TestEngine,
  testUser,
} from '../fixtures/test-engine.js';

const kinds = ['query', 'command', 'stream'] as const;
const procedureSchema = z.object({
  '~orpc': z.object({
    meta: z.object({ kind: z.enum(kinds) }),
    inputSchema: z.instanceof(z.ZodType).optional(),
    outputSchema: z.unknown(),
  }),
});

interface Procedure {
  name: string;
  kind: (typeof kinds)[number];
  input: z.ZodType | undefined;
}

/** Every procedure of the contract with its dotted name. */
const procedures: Procedure[] = Object.entries(contract).flatMap(([module, members]) =>
  Object.entries(members).map(([member, procedure]) => {
    const { meta, inputSchema } = procedureSchema.parse(procedure)['~orpc'];
    return { name: `${module}.${member}`, kind: meta.kind, input: inputSchema };
  }),
);
const commands = procedures.filter(({ kind }) => kind === 'command').map(({ name }) => name);

let root: string;
let test: TestEngine;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aios-contract-'));
  test = await openTestEngine();
});
afterAll(async () => {
  await test.remove();
  rmSync(root, { recursive: true, force: true });
});

/** Calls a procedure by its name with whatever input. */
async function call(client: unknown, name: string, input: unknown): Promise<unknown> {
  let target: unknown = client;
  for (const part of name.split('.')) target = Reflect.get(Object(target), part);
  if (typeof target !== 'function') throw new Error(`${name} cannot be called`);
  return target(input);
}

const records = async (): Promise<number> => (await test.client.audit.list({ limit: 1 })).total;

describe('the contract', () => {
  it('is implemented: every procedure has a handler, and there is none besides', () => {
    const implemented = Object.entries(router).flatMap(([module, members]) =>
      Object.entries(members).map(([member, procedure]) => {
        const { handler } = z.object({ '~orpc': z.object({ handler: z.unknown() }) }).parse(procedure)[
          '~orpc'
        ];
        expect(handler, `${module}.${member}`).toBeTypeOf('function');
        return `${module}.${member}`;
      }),
    );
    expect(implemented.sort()).toEqual(procedures.map(({ name }) => name).sort());
  });

  it('lets nobody say in an input for which client they speak', () => {
    for (const { name, input } of procedures) {
      if (input === undefined) continue;
      const text = JSON.stringify(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }));
      const names = [...text.matchAll(/"([^"]+)":\{/g)].map(([, key]) => key ?? '');
      expect(
        names.filter((key) => /tenant|caller|author|role/i.test(key)),
        name,
      ).toEqual([]);
    }
  });

  it('describes every output', () => {
    for (const [module, members] of Object.entries(contract))
      for (const [member, procedure] of Object.entries(members))
        expect(procedureSchema.parse(procedure)['~orpc'].outputSchema, `${module}.${member}`).toBeDefined();
  });

  it('refuses every input that is not what its schema says, before anything is done', async () => {
    const before = await records();
    for (const { name, input } of procedures) {
      if (input === undefined) continue;
      for (const wrong of [
        42,
        'text',
        [],
        { id: 7, run: {}, source: '', operations: [], approver: ' ', platform: 'x' },
      ]) {
        if (input.safeParse(wrong).success) continue;
        const outcome = await call(test.client, name, wrong).then(
          () => 'done',
          (error: unknown) => (error instanceof ORPCError ? error.code : String(error)),
        );
        expect(outcome, `${name} ${JSON.stringify(wrong)}`).toBe('BAD_REQUEST');
      }
    }
    expect(await records()).toBe(before);
  });
});

/** Commands that leave no record in the log of the open client, and why. */
const withoutRecord: Readonly<Record<string, string>> = {
  'tenants.create': 'the new client has no database yet, and the open one is not concerned',
  'tenants.open': 'closes one database and opens another; the client file says when it was opened',
};

/** Lets every command do its work once; each returns only when its record must be there. */
const performances: Readonly<Record<string, (client: EngineClient) => Promise<void>>> = {
  'tenants.updateSettings': async (client) =>
    void (await client.tenants.updateSettings({ displayName: 'Contract' })),
  'discovery.start': (client) =>
    discoverAll(
      client,
      writeSmallSite(join(root, 'site'), {
        city: 'Contract',
        departments: [{ name: 'Finance Department' }, { name: 'Police Department' }, { name: 'Library' }],
      }),
    ),
  'customisation.apply': async (client) =>
    void (await client.customisation.apply({
      operations: [{ op: 'set-organisation', name: 'City of Hands' }],
      reason: 'test',
    })),
  'customisation.resolve': async (client) => {
    await discoverAll(
      client,
      writeSmallSite(join(root, 'site'), {
        city: 'Later',
        departments: [{ name: 'Finance Department' }, { name: 'Police Department' }, { name: 'Library' }],
      }),
    );
    const [conflict] = must(await client.customisation.view(), 'a view').conflicts;
    await client.customisation.resolve({
      operation: must(conflict, 'a conflict').operationId,
      decision: 'keep',
    });
  },
  'customisation.undo': async (client) => {
    const [operation] = must(await client.customisation.view(), 'a view').operations;
    await client.customisation.undo({ operation: must(operation, 'an operation').id });
  },
  'deployment.deploy': async (client) => void (await deployAll(client)),
  'deployment.exportBundle': async (client) =>
    void (await client.deployment.exportBundle({ platform: 'generic', out: join(root, 'bundle.zip') })),
  'deployment.resume': async (client) => {
    await client.customisation.apply({
      operations: [{ op: 'set-organisation', name: 'City of Two' }],
      reason: 'test',
    });
    const preview = await client.deployment.preview();
    const { id } = await client.deployment.deploy({ approver: 'Approver', previewHash: preview.hash });
    await test.reopen();
    await test.client.deployment.resume({ deployment: id });
    for await (const _ of await test.client.deployment.watch({ deployment: id })) {
      // Until it ends.
    }
  },
  'deployment.rollback': async () =>
    void (await test.client.deployment.rollback({ approver: 'Approver', reason: 'test' })),
  'discovery.startSample': async () => void (await test.client.discovery.startSample()),
  'discovery.cancel': async () => {
    const run = must((await test.client.discovery.runs())[0], 'a run');
    expect(await test.client.discovery.cancel({ run: run.id })).toMatchObject({ state: 'cancelled' });
  },
  'discovery.resume': async () => {
    const run = must((await test.client.discovery.runs())[0], 'a run');
    await test.client.discovery.resume({ run: run.id });
    await test.client.discovery.cancel({ run: run.id });
  },
  'tenants.takeSnapshot': async () => void (await test.client.tenants.takeSnapshot()),
  'tenants.restoreSnapshot': async () => {
    const [snapshot] = await test.client.tenants.snapshots();
    await test.client.tenants.restoreSnapshot({ id: must(snapshot, 'a snapshot').id });
  },
};

describe('every command', () => {
  it('is performed below, or has a reason to leave no record', () => {
    expect([...Object.keys(performances), ...Object.keys(withoutRecord)].sort()).toEqual(commands.sort());
  });

  it.for(Object.keys(performances))('%s leaves an audit record, and the log verifies', async (name) => {
    const before = await records();
    await must(performances[name], name)(test.client);
    expect(await records()).toBeGreaterThan(before);
    expect(await test.client.audit.verify()).toMatchObject({ verified: true, problems: [] });
  });

  it('is refused to a caller without the right, and the refusal is recorded', async () => {
    const auditor = test.engine.client({ user: { ...testUser, roles: ['auditor'] } });
    const before = await records();
    const outcome = await safe(auditor.tenants.updateSettings({ allowSelfApproval: true }));
    expect(outcome.error).toMatchObject({ data: { code: 'not_allowed' } });
    expect((await test.client.audit.list({ limit: 1 })).items[0]).toMatchObject({
      outcome: 'refused',
      reason: 'not_allowed',
    });
    expect(await records()).toBe(before + 1);
    const created = await safe(auditor.tenants.create({ id: 'other', name: 'Other' }));
    expect(created.error).toMatchObject({ data: { code: 'not_allowed' } });
    const restored = await safe(auditor.tenants.restoreSnapshot({ id: 'x' }));
    expect(restored.error).toMatchObject({ data: { code: 'not_allowed' } });
  });
});

describe('over a message port', () => {
  it('answers, sends refusals as data, and ends its streams', async () => {
    const { port1, port2 } = new MessageChannel();
    new RPCHandler(test.engine.router).upgrade(port2, { context: test.engine.context({ user: testUser }) });
    const client: EngineClient = createORPCClient(new RPCLink({ port: port1 }));
    port1.start();
    port2.start();
    try {
      expect(await client.system.status()).toMatchObject({ version: 'test', user: { id: 'tester' } });
      const { error } = await safe(client.agents.get({ id: 'nobody' }));
      expect(isDefinedError(error)).toBe(true);
      expect(error).toMatchObject({
        code: 'REFUSED',
        data: { code: 'not_found', message: 'There is no agent nobody.' },
      });
      const invalid = await safe(client.tenants.create({ id: 'NOT AN ID', name: '' }));
      expect(invalid.error).toMatchObject({ code: 'BAD_REQUEST' });
      const site = writeSmallSite(join(root, 'port-site'), {
        city: 'Port',
        departments: [{ name: 'Harbour Department' }],
      });
      const run = await client.discovery.start({ source: site });
      const states: string[] = [];
      for await (const { state } of await client.discovery.watch({ run: run.id })) states.push(state);
      expect(states.at(-1)).toBe('done');
      const stop = new AbortController();
      const changes = await client.system.changes(undefined, { signal: stop.signal });
      const next = changes.next();
      await client.tenants.updateSettings({ displayName: 'Over the port' });
      expect(await next).toMatchObject({ value: { modules: expect.arrayContaining(['tenants']) } });
      await changes.return(undefined);
    } finally {
      port1.close();
      port2.close();
    }
  });
});
