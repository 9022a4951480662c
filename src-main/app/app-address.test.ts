import { join, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assetPath, contentSecurityPolicy, isOwnPage } from './app-address.js';

const folder = join(sep, 'program', 'out', 'renderer');

describe('the file behind an app address', () => {
  it('is a file below the folder', () => {
    expect(assetPath(folder, 'app://aios/index.html')).toBe(join(folder, 'index.html'));
    expect(assetPath(folder, 'app://aios/assets/index-1.js?v=2#a')).toBe(
      join(folder, 'assets', 'index-1.js'),
    );
  });

  it.each([
    'app://aios/..%2f..%2fpackage.json',
    'app://aios/%2e%2e%2fpackage.json',
    'app://aios/..%5cpackage.json',
    'app://aios/a%00.html',
    'app://aios/C:/windows/win.ini',
    'app://aios/%252e%252e/package.json',
    'app://other/index.html',
    'app://aios.evil/index.html',
    'file:///etc/passwd',
    'no address',
    'app://aios/%zz',
  ])('is nothing for %s', (url) => {
    expect(assetPath(folder, url)).toBeNull();
  });

  it('never lies outside of the folder, whatever is asked for', () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2f',
      '/',
      '\\',
      '%5c',
      'a',
      ':',
      '%00',
      '%25',
      '~',
      '//',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (pieces) => {
        const path = assetPath(folder, `app://aios/${pieces.join('')}`);
        expect(path === null || path.startsWith(folder + sep)).toBe(true);
      }),
    );
  });
});

describe('an own page', () => {
  it('has our scheme and host, exactly', () => {
    expect(isOwnPage('app://aios/index.html')).toBe(true);
    for (const url of ['app://aios.evil/', 'app://aios@evil/', 'https://aios/', 'app:aios', '']) {
      expect(isOwnPage(url)).toBe(false);
    }
  });
});

describe('the content security policy', () => {
  it('allows nothing by default, nothing inline and no network', () => {
    const policy = contentSecurityPolicy('n');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });
});
