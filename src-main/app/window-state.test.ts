import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fitToScreens, readWindowState } from './window-state.js';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const remembered = { x: 50, y: 60, width: 1400, height: 900, maximised: true };

describe('the place of the window', () => {
  it('is where it stood', () => {
    expect(fitToScreens(remembered, [screen])).toEqual(remembered);
  });

  it('is the default when its screen is gone', () => {
    const away = { ...remembered, x: 3_000 };
    expect(fitToScreens(away, [screen])).toEqual({ width: 1280, height: 800, maximised: true });
    expect(fitToScreens(away, [screen, { ...screen, x: 1920 }])).toEqual(away);
  });

  it('is the default when nothing is remembered', () => {
    expect(fitToScreens(null, [screen])).toEqual({ width: 1280, height: 800, maximised: false });
  });
});

describe('what is remembered', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aios-window-state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(['', '{', '[]', '{"x":1}', '{"x":0,"y":0,"width":1,"height":900,"maximised":false}'])(
    'is nothing when the file is %j',
    (text) => {
      writeFileSync(join(folder, 'window.json'), text);
      expect(readWindowState(folder)).toBeNull();
    },
  );

  it('is what was written', () => {
    writeFileSync(join(folder, 'window.json'), JSON.stringify(remembered));
    expect(readWindowState(folder)).toEqual(remembered);
  });
});
