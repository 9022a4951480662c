export type { Caller } from './caller.js';
export { clientDirectory, clientName, listClients, readClientFile, writeClientFile } from './clients.js';
export { readSettings, writeSettings } from './settings-rows.js';
