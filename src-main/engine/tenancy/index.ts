export type { Caller } from './caller.js';
export { clientDirectory, listClients, readClientFile, writeClientFile } from './clients.js';
export { readSettings, writeSettings } from './settings-rows.js';
