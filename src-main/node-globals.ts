import { File as NodeFile } from 'node:buffer';
import { webcrypto } from 'node:crypto';

// Electron's older Node (18) has these only as module exports; libraries look for globals while they load, so this
// module is imported before all others.
if (!('crypto' in globalThis)) Object.defineProperty(globalThis, 'crypto', { value: webcrypto });
if (!('File' in globalThis)) Object.defineProperty(globalThis, 'File', { value: NodeFile });
