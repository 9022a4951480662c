import type { App, Session, WebContents } from 'electron';
import { appStartUrl, isOwnPage } from './app-address.js';

/** Denies everything that a page could ask of the system: permissions, devices, downloads, foreign addresses. */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler?.((_details, answer) => answer({ confirmed: false }));
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  for (const device of ['select-hid-device', 'select-serial-port', 'select-usb-device'] as const) {
    // The three events differ in their types and agree in what refuses: no id.
    session.on(device as 'select-hid-device', (event, _details, answer) => {
      event.preventDefault();
      answer();
    });
  }
  session.on('will-download', (event) => event.preventDefault());
  // The last wall: what no policy above has stopped still reaches no network.
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwnRequest(details.url) }));
}

/** Refuses, in every page that this program ever makes, to leave it, to open another, or to embed one. */
export function lockDownPages(app: App): void {
  app.on('web-contents-created', (_event, contents) => lockDownPage(contents));
}

function lockDownPage(contents: WebContents): void {
  const refuseForeign = (event: { preventDefault(): void; url: string }): void => {
    if (!mayNavigate(contents, event.url)) event.preventDefault();
  };
  contents.on('will-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-frame-navigate', refuseForeign);
  // about:blank and what Chromium turns into it are never asked about: the page is back before anything is seen.
  contents.on('did-navigate', (_event, url) => {
    if (!mayNavigate(contents, url)) void contents.loadURL(appStartUrl);
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Pages that may go where their own guard lets them: the hidden windows that render a site for discovery. */
const guardedElsewhere = new WeakSet<WebContents>();

/** Exempts a page whose session has a guard of its own from the rule that pages stay within the application. */
export function exemptFromLockDown(contents: WebContents): void {
  guardedElsewhere.add(contents);
}

function mayNavigate(contents: WebContents, url: string): boolean {
  return guardedElsewhere.has(contents) ? /^https?:/.test(url) : isOwnPage(url);
}

function isOwnRequest(url: string): boolean {
  return isOwnPage(url) || url.startsWith('data:image/') || url.startsWith('devtools:');
}
