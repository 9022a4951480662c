import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = join(__dirname, '..', '..');

/** What Node 18.15 or Chromium 114, the floor that we promise, does not have; a build target lowers syntax and adds none of it. */
const missing: Record<string, RegExp> = {
  'URL.canParse and URL.parse': /\bURL\.(canParse|parse)\(/,
  'Promise.withResolvers and Promise.try': /\bPromise\.(withResolvers|try)\(/,
  'Object.groupBy and Map.groupBy': /\b(Object|Map)\.groupBy\(/,
  'Array.fromAsync': /\bArray\.fromAsync\(/,
  'AbortSignal.any': /\bAbortSignal\.any\(/,
  'iterator helpers':
    /\.(keys|values|entries)\(\)\.(map|filter|some|every|find|reduce|toArray|flatMap|forEach|take|drop)\(/,
  'fs.globSync and openAsBlob': /\b(globSync|openAsBlob)\(/,
};

function sources(folder: string): string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.(test|fixture|test-support)\.tsx?$/.test(entry.name)
      ? [path]
      : [];
  });
}

describe('what ships', () => {
  const files = ['src-main', 'src-renderer', 'src-shared'].flatMap(sources);

  it.each(Object.entries(missing))('does not use %s', (_name, pattern) => {
    const users = files.filter((file) => pattern.test(readFileSync(join(repository, file), 'utf8')));
    expect(users).toEqual([]);
  });

  it('is looked at at all', () => {
    expect(files.length).toBeGreaterThan(100);
  });
});
