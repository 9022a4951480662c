import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AiosError } from '@shared/kernel/errors.js';
import { parseTruth } from './discovery-truth.js';
import type { Discovered, EvaluationCase } from './evaluate-discovery.js';

/**
 * The organisations of a data set's folder: each has `site/` and `truth.json`. `discover` gets the path of `site/`. Throws
 * `source_not_found` for no folder and `source_empty` for one without organisations.
 */
export async function evaluationCases(
  folder: string,
  discover: (site: string) => Promise<Discovered>,
): Promise<EvaluationCase[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new AiosError('source_not_found', `There is no folder ${folder}.`, { details: { folder }, cause });
  });
  const cases: EvaluationCase[] = [];
  for (const id of names.sort()) {
    const truth = join(folder, id, 'truth.json');
    const isCase = await stat(truth)
      .then((entry) => entry.isFile())
      .catch(() => false);
    if (!isCase) continue;
    cases.push({
      id,
      discover: () => discover(join(folder, id, 'site')),
      truth: async () => parseTruth(await readFile(truth, 'utf8'), id),
    });
  }
  if (cases.length === 0) {
    throw new AiosError('source_empty', `No organisation with a truth.json stands in ${folder}.`, {
      details: { folder },
    });
  }
  return cases;
}
