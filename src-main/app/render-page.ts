import { AiosError } from '@shared/kernel/errors.js';
import { BrowserWindow, type Session, session } from 'electron';
import type { RenderedPage, RenderRequest } from '../engine-host/host-messages.js';
import { startGuardedProxy } from './guarded-proxy.js';
import { exemptFromLockDown } from './lock-down.js';

const timeLimitMs = 20_000;
/** A page counts as built when nothing was requested for this long after it had loaded. */
const quietMs = 500;
const largestHtml = 10_000_000;
/** What is neither needed for a page's text nor safe to load. */
const unwanted = new Set(['image', 'media', 'font', 'object', 'ping', 'cspReport', 'webSocket']);

let renderings = 0;
/** One at a time: a hidden window costs about 100 MB. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * Loads a page in a hidden, sandboxed window with a session of its own that is thrown away, lets its scripts run, and
 * returns the document's HTML. Throws an AiosError: `source_blocked`, `source_not_found`, `source_too_large`.
 */
export function renderPage(requested: RenderRequest): Promise<RenderedPage> {
  const turn = queue.then(() => renderNow(requested));
  queue = turn.catch(() => undefined);
  return turn;
}

async function renderNow({ url, allowedHosts }: RenderRequest): Promise<RenderedPage> {
  if (!/^https?:\/\//i.test(url)) {
    throw new AiosError('source_blocked', `${url} is not a web address.`, { details: { url } });
  }
  renderings += 1;
  // Without the prefix "persist:" a partition lives in memory only.
  const partition = session.fromPartition(`render-${renderings}`, { cache: false });
  const proxy = await startGuardedProxy({ allowedHosts });
  const lastRequest = { at: Date.now() };
  let window: BrowserWindow | null = null;
  try {
    await prepare(partition, proxy.rules, lastRequest);
    window = openHidden(partition);
    return await withTimeLimit(load(window, url, lastRequest), url);
  } finally {
    if (window !== null && !window.isDestroyed()) window.destroy();
    proxy.close();
    void partition.clearStorageData().catch(() => undefined);
  }
}

async function prepare(partition: Session, proxyRules: string, lastRequest: { at: number }): Promise<void> {
  // "<-loopback>" takes loopback addresses out of Chromium's built-in list of what bypasses a proxy.
  await partition.setProxy({ proxyRules, proxyBypassRules: '<-loopback>' });
  partition.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  partition.setPermissionCheckHandler(() => false);
  partition.setDevicePermissionHandler(() => false);
  partition.on('will-download', (event) => event.preventDefault());
  partition.webRequest.onBeforeRequest((details, answer) => {
    lastRequest.at = Date.now();
    answer({ cancel: unwanted.has(details.resourceType) || !/^https?:/.test(details.url) });
  });
}

function openHidden(partition: Session): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    width: 1280,
    height: 2_000,
    webPreferences: {
      session: partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      images: false,
      // A dialog in a window that nobody sees would wait for ever.
      disableDialogs: true,
      webgl: false,
      enableWebSQL: false,
      backgroundThrottling: false,
    },
  });
  exemptFromLockDown(window.webContents);
  window.webContents.setAudioMuted(true);
  // WebRTC would speak UDP past the proxy.
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  window.webContents.on('will-prevent-unload', (event) => event.preventDefault());
  return window;
}

async function load(window: BrowserWindow, url: string, lastRequest: { at: number }): Promise<RenderedPage> {
  try {
    await window.loadURL(url);
  } catch (error) {
    throw new AiosError('source_not_found', `The page ${url} could not be loaded.`, {
      details: { url },
      cause: error,
    });
  }
  await quiet(lastRequest);
  const html: unknown = await window.webContents.executeJavaScriptInIsolatedWorld(999, [
    { code: `document.documentElement.outerHTML.slice(0, ${largestHtml + 1})` },
  ]);
  if (typeof html !== 'string') throw new AiosError('source_unreadable', `The page ${url} has no document.`);
  if (html.length > largestHtml) {
    throw new AiosError('source_too_large', `The page ${url} is larger than 10 MB after its scripts ran.`);
  }
  return { html: `<!doctype html>${html}`, finalUrl: window.webContents.getURL() };
}

function quiet(lastRequest: { at: number }): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (Date.now() - lastRequest.at < quietMs) return;
      clearInterval(timer);
      resolve();
    }, 100);
    // A page that polls is never quiet: what it shows after four seconds is what it shows.
    setTimeout(() => {
      clearInterval(timer);
      resolve();
    }, 4_000);
  });
}

function withTimeLimit(page: Promise<RenderedPage>, url: string): Promise<RenderedPage> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    const seconds = timeLimitMs / 1_000;
    timer = setTimeout(() => {
      reject(new AiosError('source_unreadable', `The page ${url} was not ready within ${seconds} seconds.`));
    }, timeLimitMs);
  });
  return Promise.race([page, limit]).finally(() => clearTimeout(timer));
}
