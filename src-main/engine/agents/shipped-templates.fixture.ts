import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTemplates } from './agent-template.js';

export const templatesFolder = join(import.meta.dirname, '../../../resources/templates');

/** The template library as it ships. */
export const shippedTemplates = loadTemplates(
  readdirSync(templatesFolder)
    .filter((name) => !name.endsWith('.schema.json'))
    .map((name) => JSON.parse(readFileSync(join(templatesFolder, name), 'utf8'))),
);
