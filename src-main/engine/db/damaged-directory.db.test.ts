import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mountSmallDisk, type SmallDisk } from '../../../test/fixtures/small-disk.js';
import { testCaller, testPorts } from '../../../test/fixtures/test-command.js';
import { verifyLog } from '../audit/index.js';
import { runCommand } from '../auth/index.js';
import { type Migration, readMigrations } from './migrate.js';
import { listSnapshots, restoreSnapshot } from './snapshots.js';
import { json, sql } from './sql.js';
import { buildTemplate } from './template.js';
import { openTenantStore, snapshotOpen, type TenantStore } from './tenant-directory.js';

const migrationsDirectory = join(__dirname, '..', '..', '..', 'migrations');
let root: string;
let migrations: Migration[];
let template: string;
/** A closed client directory with one acknowledged write and one snapshot of it. */
let prepared: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aios-damaged-'));
  migrations = await readMigrations(migrationsDirectory);
  template = join(root, 'template');
  await buildTemplate({ out: template, migrations: migrationsDirectory });
  prepared = join(root, 'prepared');
  const store = await openTenantStore({ directory: prepared, migrations, template });
  await write(store, 'precious');
  await snapshotOpen(store.database, store.paths, 'manual');
  await store.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const open = (directory: string) => openTenantStore({ directory, migrations, template });

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

function overwrite(file: string, content: (bytes: number) => Buffer): void {
  writeFileSync(file, content(statSync(file).size));
}

const tables = (data: string, from: number): string[] =>
  readdirSync(join(data, 'base', '5'))
    .filter((name) => /^\d+$/.test(name) && Number(name) >= from)
    .map((name) => join(data, 'base', '5', name))
    .filter((file) => statSync(file).size > 0);

const damages: Record<string, (data: string) => void> = {
  'no global folder': (data) => rmSync(join(data, 'global'), { recursive: true }),
  'no version file': (data) => rmSync(join(data, 'PG_VERSION')),
  'an empty control file': (data) => truncateSync(join(data, 'global', 'pg_control'), 0),
  'a control file that was cut off': (data) => truncateSync(join(data, 'global', 'pg_control'), 100),
  'a control file of noise': (data) =>
    overwrite(join(data, 'global', 'pg_control'), (bytes) => randomBytes(bytes)),
  'a log of noise': (data) => {
    for (const name of readdirSync(join(data, 'pg_wal')).filter((each) => /^[0-9A-F]{24}$/.test(each)))
      overwrite(join(data, 'pg_wal', name), (bytes) => Buffer.alloc(bytes, 0x5a));
  },
  'no tables': (data) => rmSync(join(data, 'base'), { recursive: true }),
  'a missing table of the system': (data) => rmSync(join(data, 'base', '5', '1259')),
  'a table of the system full of zeros': (data) =>
    overwrite(join(data, 'base', '5', '1259'), (bytes) => Buffer.alloc(bytes)),
  'our tables full of zeros': (data) => {
    for (const file of tables(data, 16_384)) overwrite(file, (bytes) => Buffer.alloc(bytes));
  },
  'our tables full of noise': (data) => {
    for (const file of tables(data, 16_384)) overwrite(file, (bytes) => Buffer.alloc(bytes, 0xa5));
  },
  'no data at all': (data) => rmSync(data, { recursive: true }),
};

describe('damaged data', () => {
  it.each(Object.keys(damages))(
    '%s: refused as damaged in seconds, and a snapshot brings it back',
    async (name) => {
      const directory = join(root, name.replaceAll(' ', '-'));
      cpSync(prepared, directory, { recursive: true });
      damages[name]?.(join(directory, 'data'));
      const started = performance.now();
      await expect(open(directory)).rejects.toMatchObject({ code: 'data_damaged' });
      expect(performance.now() - started).toBeLessThan(20_000);
      await restoreSnapshot(directory, listSnapshots(join(directory, 'snapshots'))[0]?.id ?? '');
      const store = await open(directory);
      expect(await nameIn(store)).toBe('precious');
      expect(await verifyLog(store.database, 'acme')).toMatchObject({ verified: true, records: 1 });
      await store.close();
      rmSync(directory, { recursive: true });
    },
  );

  it('a snapshot that was cut off is refused, and the data stays', async () => {
    const directory = join(root, 'cut-snapshot');
    cpSync(prepared, directory, { recursive: true });
    const snapshots = join(directory, 'snapshots');
    const id = listSnapshots(snapshots)[0]?.id ?? '';
    const file = join(snapshots, `${id}.tgz`);
    truncateSync(file, Math.floor(statSync(file).size / 2));
    await expect(restoreSnapshot(directory, id)).rejects.toMatchObject({ code: 'data_damaged' });
    const store = await open(directory);
    expect(await nameIn(store)).toBe('precious');
    await store.close();
    expect(readdirSync(directory).filter((each) => each.startsWith('data.'))).toEqual([]);
  });
});

describe('a restore that was killed', () => {
  it('between its two moves is completed at the next opening', async () => {
    const directory = join(root, 'killed-restore');
    cpSync(prepared, directory, { recursive: true });
    renameSync(join(directory, 'data'), join(directory, 'data.replaced-1'));
    cpSync(join(directory, 'data.replaced-1'), join(directory, 'data.restored'), { recursive: true });
    const store = await open(directory);
    expect(await nameIn(store)).toBe('precious');
    await store.close();
  });

  it('before its first move is dropped', async () => {
    const directory = join(root, 'dropped-restore');
    cpSync(prepared, directory, { recursive: true });
    cpSync(join(directory, 'data'), join(directory, 'data.restored'), { recursive: true });
    cpSync(join(directory, 'data'), join(directory, 'data.unpacking'), { recursive: true });
    const store = await open(directory);
    expect(await nameIn(store)).toBe('precious');
    await store.close();
    expect(
      existsSync(join(directory, 'data.restored')) || existsSync(join(directory, 'data.unpacking')),
    ).toBe(false);
  });

  it('is refused while the data is open', async () => {
    const directory = join(root, 'open-restore');
    cpSync(prepared, directory, { recursive: true });
    const store = await open(directory);
    const [snapshot] = listSnapshots(store.paths.snapshots);
    await expect(restoreSnapshot(directory, snapshot?.id ?? '')).rejects.toMatchObject({
      code: 'home_in_use',
    });
    await store.close();
  });
});

describe('a full disk', () => {
  let disk: SmallDisk | null = null;
  afterEach(() => {
    disk?.unmount();
    disk = null;
  });

  // With 2 MB left a table cannot grow, which PostgreSQL survives; with 14 MB its log cannot, which ends it.
  it.for([2_000_000, 14_000_000])(
    'refuses a write (%d bytes left), keeps what was acknowledged, and goes on when there is space',
    async (left, context) => {
      disk = mountSmallDisk(96);
      if (!disk) return context.skip('only root may mount a small disk');
      const directory = join(disk.path, 'client');
      const store = await open(directory);
      await write(store, 'before');
      disk.fill(left);
      // Random text, so that nothing is compressed: the write-ahead log has to grow beyond its file.
      const long = () => randomBytes(400_000).toString('hex');
      let last = 'before';
      const refused = await (async () => {
        for (let index = 0; index < 60; index += 1) {
          const next = long();
          try {
            await write(store, next);
            last = next;
          } catch (error) {
            return error;
          }
        }
        return null;
      })();
      expect(refused).toMatchObject({ code: 'disk_full' });
      // A smaller one may fit into what the refused one gave back; it is refused in the same words, or done.
      const small = await write(store, 'small').then(
        () => 'small',
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'disk_full' });
          return last;
        },
      );
      disk.empty();
      expect(await nameIn(store)).toBe(small);
      await write(store, 'after');
      expect(await verifyLog(store.database, 'acme')).toMatchObject({ verified: true });
      await store.close();
      const again = await open(directory);
      expect(await nameIn(again)).toBe('after');
      await again.close();
    },
  );

  it('does not keep the store from closing, and the next opening has all that was acknowledged', async (context) => {
    disk = mountSmallDisk(96);
    if (!disk) return context.skip('only root may mount a small disk');
    const directory = join(disk.path, 'client');
    const store = await open(directory);
    await write(store, 'before');
    disk.fill(10_000_000);
    let last = 'before';
    try {
      for (let index = 0; index < 60; index += 1) {
        const next = randomBytes(400_000).toString('hex');
        await write(store, next);
        last = next;
      }
    } catch (error) {
      expect(error).toMatchObject({ code: 'disk_full' });
    }
    disk.fill(0);
    await store.close();
    disk.empty();
    const again = await open(directory);
    expect(await nameIn(again)).toBe(last);
    expect(await verifyLog(again.database, 'acme')).toMatchObject({ verified: true });
    await again.close();
  });

  it('is not mistaken for damage when the data is opened, and a first start leaves nothing behind', async (context) => {
    disk = mountSmallDisk(96);
    if (!disk) return context.skip('only root may mount a small disk');
    const directory = join(disk.path, 'client');
    disk.fill(10_000_000);
    await expect(open(directory)).rejects.toMatchObject({ code: 'disk_full' });
    expect(readdirSync(directory).filter((name) => name.startsWith('data'))).toEqual([]);
    disk.empty();
    const store = await open(directory);
    await write(store, 'first');
    await store.close();
    disk.fill(0);
    const outcome = await open(directory).then(
      async (opened) => {
        await opened.close();
        return 'opened';
      },
      (error: unknown) => error,
    );
    if (outcome !== 'opened') expect(outcome).toMatchObject({ code: 'disk_full' });
    disk.empty();
    const again = await open(directory);
    expect(await nameIn(again)).toBe('first');
    await again.close();
  });
});
