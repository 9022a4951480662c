import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserWindow, Rectangle } from 'electron';
import { z } from 'zod';

const windowStateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(640).max(20_000),
  height: z.number().int().min(480).max(20_000),
  maximised: z.boolean(),
});

/** Where the window stood: bounds in device-independent pixels while it is not maximised. */
export type WindowState = z.infer<typeof windowStateSchema>;

const defaultSize = { width: 1280, height: 800 };

/** Where to put the window: where it stood, if enough of it would still be seen on today's screens. */
export function fitToScreens(
  state: WindowState | null,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { maximised: boolean } {
  if (state === null) return { ...defaultSize, maximised: false };
  const { x, y, width, height, maximised } = state;
  const isVisible = screens.some((screen) => overlap(state, screen) >= 100 * 100);
  return isVisible ? { x, y, width, height, maximised } : { ...defaultSize, maximised };
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** What was remembered, or null: a broken file is as good as none. */
export function readWindowState(folder: string): WindowState | null {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(stateFile(folder), 'utf8')));
  } catch {
    return null;
  }
}

/** Remembers bounds whenever the window closes. A full or read-only disk only costs the memory of it. */
export function rememberWindowState(window: BrowserWindow, folder: string): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), maximised: window.isMaximized() };
    try {
      writeFileSync(`${stateFile(folder)}.part`, JSON.stringify(state));
      renameSync(`${stateFile(folder)}.part`, stateFile(folder));
    } catch {
      // The next start uses the default size.
    }
  });
}

const stateFile = (folder: string): string => join(folder, 'window.json');
