import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testCaller, testPorts } from '../../../test/fixtures/test-command.js';
import { verifyLog } from '../audit/index.js';
import { runCommand } from '../auth/index.js';
import { type Migration, readMigrations } from './migrate.js';
import { listSnapshots, restoreSnapshot } from './snapshots.js';
import { json, sql } from './sql.js';
import { buildTemplate } from './template.js';
import { openTenantStore, snapshotOpen, type TenantStore } from './tenant-directory.js';

const migrationsDirectory = join(__dirname, '..', '..', '..', 'migrations');
let migrations: Migration[];
let template: string;
let directory: string;
let open: TenantStore[] = [];

beforeAll(async () => {
  migrations = await readMigrations(migrationsDirectory);
  template = join(mkdtempSync(join(tmpdir(), 'aios-template-')), 'template');
  await buildTemplate({ out: template, migrations: migrationsDirectory });
  return () => rmSync(template, { recursive: true, force: true });
});
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'aios-tenant-'));
});
afterEach(async () => {
  for (const store of open) await store.close();
  open = [];
  rmSync(directory, { recursive: true, force: true });
});

async function openStore(options: Partial<Parameters<typeof openTenantStore>[0]> = {}): Promise<TenantStore> {
  const store = await openTenantStore({ directory, migrations, template, ...options });
  open.push(store);
  return store;
}

async function closeAll(): Promise<void> {
  for (const store of open) await store.close();
  open = [];
}

async function write(store: TenantStore, name: string): Promise<void> {
  const resource = { kind: 'tenant', id: 'acme' };
  await runCommand(
    testPorts(store.database),
    testCaller('acme'),
    { name: 'write', permission: 'tenant.manage', resource },
    async (tx, now) => {
      await tx.execute(sql`
        insert into tenants values ('acme', ${json({ name })}::jsonb, ${now})
        on conflict (tenant_id) do update set settings = excluded.settings`);
      return { result: undefined, facts: [{ action: 'write', resource, details: { name } }] };
    },
  );
}

async function nameIn(store: TenantStore): Promise<unknown> {
  const rows = await store.database.owner.query(sql`select settings ->> 'name' as name from tenants`);
  return rows[0]?.name;
}

describe('a first start', () => {
  it('copies the template, and leaves nothing half-made', async () => {
    const store = await openStore();
    await write(store, 'first');
    expect(await nameIn(store)).toBe('first');
    expect(readdirSync(directory)).not.toContain('data.new');
    expect(readdirSync(join(directory, 'data'))).not.toContain('empty-folders.json');
  });

  it('makes the database itself where there is no template', async () => {
    const store = await openStore({ template: join(directory, 'none') });
    await write(store, 'made');
    expect(await nameIn(store)).toBe('made');
  });

  it('starts over what an interrupted first start left', async () => {
    cpSync(template, join(directory, 'data.new'), { recursive: true });
    rmSync(join(directory, 'data.new', 'base'), { recursive: true });
    expect(await nameIn(await openStore())).toBeUndefined();
  });

  it('refuses a data folder that it did not make', async () => {
    mkdirSync(join(directory, 'data'));
    writeFileSync(join(directory, 'data', 'thesis.txt'), 'years of work');
    await expect(openStore()).rejects.toMatchObject({ code: 'data_damaged' });
    expect(existsSync(join(directory, 'data', 'thesis.txt'))).toBe(true);
  });
});

describe('the lock', () => {
  it('refuses a second opener in under a second, and gives way when the first is done', async () => {
    await openStore();
    const started = performance.now();
    await expect(openStore()).rejects.toMatchObject({ code: 'home_in_use' });
    expect(performance.now() - started).toBeLessThan(1_000);
    await closeAll();
    await openStore();
  });

  it('holds against another process, and ends with it when it is killed', async () => {
    const script = `
      const { openSync } = require('node:fs');
      const { tryLock } = require('fs-native-extensions');
      const descriptor = openSync(process.argv[1], 'a+');
      console.log(tryLock(descriptor) ? 'locked' : 'refused');
      setInterval(() => descriptor, 1000);`;
    const child = spawn(process.execPath, ['-e', script, join(directory, 'lock')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    expect(line).toBe('locked');
    await expect(openStore()).rejects.toMatchObject({ code: 'home_in_use' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await openStore();
  });
});

describe('snapshots', () => {
  it('keep the last five, newest first', async () => {
    const store = await openStore();
    for (let index = 0; index < 7; index += 1) {
      await write(store, `state ${index}`);
      await snapshotOpen(store.database, store.paths, 'manual');
    }
    const snapshots = listSnapshots(store.paths.snapshots);
    expect(snapshots.map((snapshot) => snapshot.records)).toEqual([7, 6, 5, 4, 3]);
  });

  it('restore the data as it was, with a log that verifies, and keep what was replaced', async () => {
    const store = await openStore();
    await write(store, 'before');
    const snapshot = await snapshotOpen(store.database, store.paths, 'manual');
    await write(store, 'after');
    await closeAll();
    await restoreSnapshot(directory, snapshot.id);
    const restored = await openStore();
    expect(await nameIn(restored)).toBe('before');
    expect(await verifyLog(restored.database, 'acme')).toMatchObject({ verified: true, records: 1 });
    expect(readdirSync(directory).filter((name) => name.startsWith('data.replaced-'))).toHaveLength(1);
  });

  it('bring back a client whose data directory does not open', async () => {
    const store = await openStore();
    await write(store, 'precious');
    const snapshot = await snapshotOpen(store.database, store.paths, 'manual');
    await closeAll();
    rmSync(join(directory, 'data', 'global'), { recursive: true });
    await expect(openStore()).rejects.toMatchObject({ code: 'data_damaged' });
    await restoreSnapshot(directory, snapshot.id);
    expect(await nameIn(await openStore())).toBe('precious');
  });

  it('that do not open are refused before anything is moved', async () => {
    const store = await openStore();
    await write(store, 'precious');
    const snapshot = await snapshotOpen(store.database, store.paths, 'manual');
    await closeAll();
    writeFileSync(join(store.paths.snapshots, `${snapshot.id}.tgz`), 'rubbish');
    await expect(restoreSnapshot(directory, snapshot.id)).rejects.toMatchObject({ code: 'data_damaged' });
    expect(await nameIn(await openStore())).toBe('precious');
  });
});

describe('migrations', () => {
  const added: Migration = {
    number: 0,
    name: '9999_added.sql',
    text: 'create table global_note (note text); drop table global_note;',
    sha256: 'x',
  };

  it('take a snapshot first, and are applied once', async () => {
    await write(await openStore(), 'old');
    await closeAll();
    const more = [...migrations, { ...added, number: migrations.length + 1 }];
    const store = await openStore({ migrations: more });
    expect(listSnapshots(store.paths.snapshots).map((snapshot) => snapshot.reason)).toEqual([
      'before-migration',
    ]);
    await closeAll();
    await openStore({ migrations: more });
    expect(listSnapshots(store.paths.snapshots)).toHaveLength(1);
  });

  it('that fail leave the data as it was', async () => {
    await write(await openStore(), 'old');
    await closeAll();
    const broken = {
      ...added,
      number: migrations.length + 1,
      text: 'create table half (a int); select 1/0;',
    };
    await expect(openStore({ migrations: [...migrations, broken] })).rejects.toThrow();
    const store = await openStore();
    expect(await nameIn(store)).toBe('old');
    expect(await store.database.owner.query(sql`select to_regclass('half') as there`)).toEqual([
      { there: null },
    ]);
  });

  it('refuse data of a newer version, and a past that was edited', async () => {
    await openStore();
    await closeAll();
    await expect(openStore({ migrations: migrations.slice(0, -1) })).rejects.toMatchObject({
      code: 'data_newer',
    });
    const edited = migrations.map((migration) =>
      migration.number === 1 ? { ...migration, sha256: 'x' } : migration,
    );
    await expect(openStore({ migrations: edited })).rejects.toMatchObject({ code: 'data_damaged' });
  });
});

describe('a home that cannot hold data', () => {
  it('is refused in words: a file in its place', async () => {
    const file = join(directory, 'a-file');
    writeFileSync(file, '');
    await expect(openStore({ directory: join(file, 'tenant') })).rejects.toMatchObject({
      code: 'home_not_writable',
    });
  });

  it.skipIf(process.getuid?.() === 0)('is refused in words: no permission', async () => {
    const locked = join(directory, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    await expect(openStore({ directory: join(locked, 'tenant') })).rejects.toMatchObject({
      code: 'home_not_writable',
    });
    chmodSync(locked, 0o700);
  });

  it('is refused in words: a read-only file system', async () => {
    await expect(openStore({ directory: '/proc/aios' })).rejects.toMatchObject({
      code: expect.stringMatching(/home_not_writable|internal/),
    });
  });
});
