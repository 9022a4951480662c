import { realpath } from 'node:fs/promises';
import { basename, isAbsolute, sep } from 'node:path';
import { desktopChannels } from '@shared/desktop/desktop-api.js';
import { BrowserWindow, dialog, type FileFilter, shell, type WebContents } from 'electron';
import { z } from 'zod';
import { externalLink } from './external-link.js';
import { answerPages } from './trusted-sender.js';

const titleSchema = z.string().max(200).optional();
const kindsSchema = z
  .array(z.object({ name: z.string().max(100), extensions: z.array(z.string().regex(/^[a-z0-9]{1,10}$/)) }))
  .max(20)
  .optional();

/** Answers the few things that a page may ask of the desktop. Everything a page says is checked: it may be hijacked. */
export function answerDesktopCalls(home: string): void {
  answerPages(desktopChannels.openExternal, (page, url) => askAndOpen(page, url));
  answerPages(desktopChannels.chooseFolder, (page, title) => choose(page, 'openDirectory', title, undefined));
  answerPages(desktopChannels.chooseFile, (page, title, kinds) => choose(page, 'openFile', title, kinds));
  answerPages(desktopChannels.saveFile, (page, name, kinds) => chooseTarget(page, name, kinds));
  answerPages(desktopChannels.showInFolder, (_page, path) => showInFolder(home, path));
}

async function askAndOpen(page: WebContents, text: unknown): Promise<boolean> {
  const url = externalLink(text);
  if (url === null) return false;
  const { response } = await dialog.showMessageBox(windowOf(page), {
    type: 'question',
    message: `Open ${url.hostname} in your browser?`,
    detail: url.href,
    buttons: ['Cancel', 'Open'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response !== 1) return false;
  await shell.openExternal(url.href);
  return true;
}

async function choose(
  page: WebContents,
  property: 'openDirectory' | 'openFile',
  title: unknown,
  kinds: unknown,
): Promise<string | null> {
  const chosen = await dialog.showOpenDialog(windowOf(page), {
    title: titleSchema.parse(title) ?? '',
    properties: [property],
    filters: filtersOf(kinds),
  });
  return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
}

async function chooseTarget(page: WebContents, name: unknown, kinds: unknown): Promise<string | null> {
  const chosen = await dialog.showSaveDialog(windowOf(page), {
    // Only a name: the page must not choose the folder that the person is looking at.
    defaultPath: basename(z.string().max(200).parse(name)),
    filters: filtersOf(kinds),
  });
  return chosen.canceled || chosen.filePath === undefined || chosen.filePath === '' ? null : chosen.filePath;
}

/** Shows, never opens: opening a file would run it. Links that lead out of the data folder are followed first. */
async function showInFolder(home: string, path: unknown): Promise<boolean> {
  if (typeof path !== 'string' || !isAbsolute(path)) return false;
  try {
    const [inside, target] = await Promise.all([realpath(home), realpath(path)]);
    if (target !== inside && !target.startsWith(inside + sep)) return false;
    shell.showItemInFolder(target);
    return true;
  } catch {
    return false;
  }
}

function filtersOf(kinds: unknown): FileFilter[] {
  return kindsSchema.parse(kinds ?? undefined) ?? [];
}

function windowOf(page: WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(page);
  if (window === null) throw new Error('refused');
  return window;
}
