import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyRule } from '@shared/contract/agent-manifest.js';
import { AiosError } from '@shared/kernel/errors.js';
import { type AgentTemplate, loadTemplates } from './agent-template.js';
import { loadConstitution } from './constitution.js';

/** Reads the template library of `folder` (`*.json` but `*.schema.json`). Throws `data_damaged`. */
export async function readTemplates(folder: string): Promise<AgentTemplate[]> {
  const names = (await readdir(folder))
    .filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'))
    .sort();
  return loadTemplates(await Promise.all(names.map((name) => readJson(join(folder, name)))));
}

/** Reads the constitutional rules from `file`. Throws `data_damaged`. */
export async function readConstitution(file: string): Promise<PolicyRule[]> {
  return loadConstitution(await readJson(file));
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new AiosError('data_damaged', 'A file that belongs to the program cannot be read.', {
      details: { file },
      cause,
    });
  }
}
