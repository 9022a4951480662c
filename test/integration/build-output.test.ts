import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const out = join(__dirname, '..', '..', 'out');
const read = (...path: string[]): string => readFileSync(join(out, ...path), 'utf8');
const required = (text: string): string[] =>
  [...text.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map((match) => match[1] ?? '');
const isBuiltin = (name: string): boolean => builtinModules.includes(name.replace(/^node:/, ''));

describe('the built program', () => {
  const scripts = readdirSync(join(out, 'main')).filter((name) => name.endsWith('.js'));

  it('has its three entries, the preload, the page and the template', () => {
    expect(scripts).toEqual(expect.arrayContaining(['cli.js', 'engine-host.js', 'index.js']));
    for (const path of ['preload/index.js', 'renderer/index.html', 'template/PG_VERSION']) {
      expect(existsSync(join(out, path)), path).toBe(true);
    }
  });

  it('has a shell that loads Electron, Node and nothing else: not the engine', () => {
    expect(
      required(read('main', 'index.js')).filter((name) => name !== 'electron' && !isBuiltin(name)),
    ).toEqual([]);
  });

  it('has a preload that a sandbox can load', () => {
    expect(required(read('preload', 'index.js'))).toEqual(['electron']);
  });

  it('requires only packages that are shipped beside it', () => {
    const shipped = /^(@electric-sql\/pglite(\/.*)?|fs-native-extensions|pg-native|\.\/[\w-]+\.js)$/;
    for (const name of scripts.filter((each) => each !== 'index.js')) {
      const others = required(read('main', name)).filter((each) => !isBuiltin(each) && !shipped.test(each));
      expect(others, name).toEqual([]);
    }
  });

  it('imports no package at run time: an archive cannot be imported from', () => {
    for (const name of scripts) {
      expect(read('main', name), name).not.toMatch(/(?<![.\w])import\(\s*["'](?!\.|node:)/);
    }
  });

  it('has a page with nothing inline and a place for the nonce', () => {
    const page = read('renderer', 'index.html');
    expect(page).toContain('__CSP_NONCE__');
    expect(page).not.toMatch(/<style|<script(?![^>]*src=)|\son\w+=|https?:\/\//);
  });
});
