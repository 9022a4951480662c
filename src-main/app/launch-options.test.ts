import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programPaths, readLaunchOptions } from './launch-options.js';

describe('the desktop’s own options', () => {
  it('have defaults', () => {
    expect(readLaunchOptions(['/program'], '/data/aios')).toEqual({
      home: resolve('/data/aios'),
      tenant: 'default',
    });
  });

  it('are found among the switches of Chromium', () => {
    const words = [
      '--inspect=0',
      '--no-sandbox',
      '/program',
      '--home=/stick/clients',
      '--tenant',
      'springdale',
      '-x',
    ];
    expect(readLaunchOptions(words, '/data')).toEqual({
      home: resolve('/stick/clients'),
      tenant: 'springdale',
    });
  });

  it('turn a relative home into an absolute one', () => {
    expect(readLaunchOptions(['--home', 'here'], '/data').home).toBe(resolve('here'));
  });
});

describe('the parts of the program', () => {
  it('stand beside each other in the repository', () => {
    const paths = programPaths('/repository', '/electron/resources', false);
    expect(paths.engineHost).toBe(join('/repository', 'out', 'main', 'engine-host.js'));
    expect(paths.migrations).toBe(join('/repository', 'migrations'));
  });

  it('lie outside of the archive where the engine reads them', () => {
    const paths = programPaths('/app/resources/app.asar', '/app/resources', true);
    for (const path of [paths.engineHost, paths.migrations, paths.resources, paths.template]) {
      expect(path).not.toMatch(/app\.asar[\\/]/);
    }
    expect(paths.renderer).toContain('app.asar');
  });
});
