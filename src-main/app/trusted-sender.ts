import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { isOwnPage } from './app-address.js';

/** Whether a message comes from the top frame of one of our own pages: a frame inside it, or a page it was led to, is a stranger. */
export function isTrustedSender(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && isOwnPage(frame.url);
}

/** Answers a question of our own pages; anybody else gets an error. The only way to register such an answer. */
export function answerPages(
  channel: string,
  answer: (page: WebContents, ...values: unknown[]) => Promise<unknown>,
): void {
  ipcMain.handle(channel, (event, ...values: unknown[]) => {
    if (!isTrustedSender(event)) throw new Error('refused');
    return answer(event.sender, ...values);
  });
}

/** Hears a message of our own pages; anybody else is ignored. */
export function hearPages(channel: string, hear: (page: WebContents) => void): void {
  ipcMain.on(channel, (event) => {
    if (isTrustedSender(event)) hear(event.sender);
  });
}
