import { writeFileSync } from 'node:fs';
import { discoverOnce, evaluateDiscovery } from '@engine';
import type { Command } from 'commander';
import { Output, table } from '../output.js';
import type { VerbContext } from '../run-cli.js';
import type { CommonOptions } from '../session.js';

export function addEval(program: Command, { host, verb, action }: VerbContext): void {
  const evaluate = program.command('eval').description('measure against labelled data').exitOverride();
  verb(evaluate, 'discovery <path>', 'organisations with site/ and truth.json')
    .option('--predictions <file>', 'write one JSON line per organisation')
    .action(
      action(async (path: string, options: CommonOptions & { predictions?: string }) => {
        const output = new Output(host, options.json);
        const evaluation = await evaluateDiscovery(path, async (site) => {
          output.progress(site);
          return discoverOnce(site);
        });
        if (options.predictions) {
          const lines = evaluation.predictions.map((prediction) => JSON.stringify(prediction));
          writeFileSync(options.predictions, `${lines.join('\n')}\n`);
        }
        const { predictions: _predictions, ...report } = evaluation;
        output.result(report, () =>
          table(Object.entries(report.metrics).map(([name, value]) => [name, String(value)])),
        );
        return 0;
      }),
    );
}
