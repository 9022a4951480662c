import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type DiscoveryPrediction, discoverOnce, evaluateDiscovery, evaluationCases } from '@engine';
import type { Command } from 'commander';
import { Output, table } from '../output.js';
import type { VerbContext } from '../run-cli.js';
import type { CommonOptions } from '../session.js';

export function addEval(program: Command, { host, verb, action }: VerbContext): void {
  const evaluate = program.command('eval').description('measure against labelled data').exitOverride();
  verb(evaluate, 'discovery <path>', 'a folder of organisations, each with site/ and truth.json')
    .option('--predictions <file>', 'write one JSON line per organisation')
    .action(
      action(async (path: string, options: CommonOptions & { predictions?: string }) => {
        const output = new Output(host, options.json);
        const predictions: DiscoveryPrediction[] = [];
        const cases = await evaluationCases(path, (site) => {
          output.progress(`reading ${site}`);
          return discoverOnce(site);
        });
        const evaluation = await evaluateDiscovery(basename(resolve(path)), cases, (prediction) => {
          predictions.push(prediction);
        });
        if (options.predictions) {
          writeFileSync(options.predictions, predictions.map((line) => `${JSON.stringify(line)}\n`).join(''));
        }
        output.result(evaluation, () => words(evaluation));
        return 0;
      }),
    );
}

function words(evaluation: Awaited<ReturnType<typeof evaluateDiscovery>>): string {
  const rows = evaluation.organisations.map((entry) => [
    entry.id,
    entry.precision.toFixed(2),
    entry.recall.toFixed(2),
    entry.f1.toFixed(2),
    String(entry.invented.length),
  ]);
  const measures = (values: Record<string, number>): string[][] =>
    Object.entries(values).map(([name, value]) => ['', name, String(Math.round(value * 1000) / 1000)]);
  return [
    table([['organisation', 'P', 'R', 'F1', 'invented people'], ...rows]),
    '',
    'together',
    table(measures(evaluation.metrics)),
    '',
    'baseline: list of keywords',
    table(measures(evaluation.baselines.keywords)),
  ].join('\n');
}
