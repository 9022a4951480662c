import type { BrowserWindow } from 'electron';
import type { StartMark } from '../start-marks.js';

/** In the page: waits for its first paint and for the mark that Home sets when its data is shown. */
const pageMarks = `new Promise((resolve) => {
  const seen = {};
  const observer = new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) seen[name] ??= performance.timeOrigin + startTime;
    if (seen['first-contentful-paint'] !== undefined && seen['home-usable'] !== undefined) resolve(seen);
  });
  observer.observe({ type: 'paint', buffered: true });
  observer.observe({ type: 'mark', buffered: true });
})`;

/** Reports how the first window comes up: created, shown, painted, usable. */
export function markWindowStart(window: BrowserWindow, mark: StartMark): void {
  mark('window created');
  window.once('ready-to-show', () => mark('window ready to show'));
  window.once('show', () => mark('window shown'));
  const contents = window.webContents;
  contents.once('dom-ready', () => {
    mark('page parsed');
    contents.executeJavaScript(pageMarks).then(
      (seen: Record<string, number>) => {
        for (const [name, at] of Object.entries(seen)) mark(`page ${name}`, at);
      },
      () => mark('page lost'),
    );
  });
}
