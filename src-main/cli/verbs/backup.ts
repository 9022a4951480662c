import { AiosError } from '@shared/kernel/errors.js';
import type { Command } from 'commander';
import { table } from '../output.js';
import type { VerbContext } from '../run-cli.js';
import { type CommonOptions, withEngine } from '../session.js';
import { kilobytes } from './deploy.js';

export function addBackupCommands(program: Command, { host, verb, action }: VerbContext): void {
  const backup = program.command('backup').description('snapshots of the data').exitOverride();
  verb(backup, 'list', 'the snapshots there are, newest first').action(
    action((options: CommonOptions) =>
      withEngine(
        host,
        options,
        async ({ client, output }) => {
          const snapshots = await client.tenants.snapshots();
          output.result({ snapshots }, () =>
            snapshots.length === 0
              ? 'No snapshots yet.'
              : table(
                  snapshots.map((s) => [
                    s.id,
                    s.takenAt,
                    s.reason,
                    `${s.records} records`,
                    kilobytes(s.bytes),
                  ]),
                ),
          );
          return 0;
        },
        { evenIfDamaged: true },
      ),
    ),
  );
  verb(backup, 'create', 'take a snapshot now').action(
    action((options: CommonOptions) =>
      withEngine(host, options, async ({ client, output }) => {
        const snapshot = await client.tenants.takeSnapshot();
        output.result(snapshot, () => `Snapshot ${snapshot.id} (${kilobytes(snapshot.bytes)}).`);
        return 0;
      }),
    ),
  );
  verb(
    backup,
    'restore [id]',
    'put a snapshot in the place of the present data (the newest, when none is named)',
  ).action(
    action((id: string | undefined, options: CommonOptions) =>
      withEngine(
        host,
        options,
        async ({ client, output }) => {
          const chosen = id ?? (await client.tenants.snapshots())[0]?.id;
          if (!chosen) throw new AiosError('not_found', 'There is no snapshot to restore.');
          const { restored, records } = await client.tenants.restoreSnapshot({ id: chosen });
          output.result(
            { restored, records },
            () => `Restored the snapshot of ${restored.takenAt} (${restored.records} records).`,
          );
          return 0;
        },
        { evenIfDamaged: true },
      ),
    ),
  );
}
