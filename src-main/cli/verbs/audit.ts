import type { Command } from 'commander';
import { table } from '../output.js';
import type { VerbContext } from '../run-cli.js';
import { type CommonOptions, withEngine } from '../session.js';
import { wholeNumber } from './discover.js';

export function addAuditCommands(program: Command, { host, verb, action }: VerbContext): void {
  const audit = program.command('audit').description('the audit log').exitOverride();
  verb(audit, 'verify', 'recompute every hash from the stored fields').action(
    action((options: CommonOptions) =>
      withEngine(host, options, async ({ client, output }) => {
        const verification = await client.audit.verify();
        output.result(verification, () =>
          [
            verification.verified
              ? `The log verifies: ${verification.records} records, ${verification.durationMs} ms.`
              : `THE LOG DOES NOT VERIFY: ${verification.problems.length} problem(s) in ${verification.records} records.`,
            ...verification.checked.map((line) => `  ${line}`),
            ...verification.problems.map((problem) => `  PROBLEM at ${problem.sequence}: ${problem.text}`),
            ...verification.remarks.map((remark) => `  Remark at ${remark.sequence}: ${remark.text}`),
          ].join('\n'),
        );
        return verification.verified ? 0 : 1;
      }),
    ),
  );
  verb(audit, 'list', 'the records, newest first')
    .option('--limit <n>', 'how many', wholeNumber(1, 500), 50)
    .option('--search <words>', 'only those with these words')
    .action(
      action((options: CommonOptions & { limit: number; search?: string }) =>
        withEngine(host, options, async ({ client, output }) => {
          const { search } = options;
          const page = await client.audit.list({
            limit: options.limit,
            ...(search === undefined ? {} : { search }),
          });
          output.result(page, () =>
            table(
              page.items.map((record) => [
                String(record.sequence),
                record.time,
                record.actor.id,
                record.outcome,
                record.action,
                record.resource.id,
              ]),
            ),
          );
          return 0;
        }),
      ),
    );
}
