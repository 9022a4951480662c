import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tenantIdSchema } from '@shared/contract/tenants.js';
import { AiosError } from '@shared/kernel/errors.js';
import { z } from 'zod';
import { makeFolder, storageError } from '../db/index.js';

/** What stands beside a tenant's database, readable while it is closed: for the list of clients. */
const clientFileSchema = z.object({
  name: z.string(),
  lastOpenedAt: z.string().nullable(),
  /** Name of the organisation that the client held when it was closed. */
  organisation: z.string().optional(),
});
export type ClientFile = z.infer<typeof clientFileSchema>;

/** The directory of one client. */
export function clientDirectory(home: string, tenant: string): string {
  const id = tenantIdSchema.safeParse(tenant);
  if (!id.success) {
    throw new AiosError(
      'invalid_input',
      `"${tenant}" is no client id: use lower-case letters, digits and hyphens.`,
    );
  }
  return join(home, 'tenants', id.data);
}

/** All clients of a home, in the order of their ids. */
export function listClients(
  home: string,
): { id: string; directory: string; file: ClientFile; bytes: number }[] {
  const root = join(home, 'tenants');
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && tenantIdSchema.safeParse(entry.name).success)
    .map((entry) => {
      const directory = join(root, entry.name);
      return {
        id: entry.name,
        directory,
        file: readClientFile(directory, entry.name),
        bytes: directoryBytes(join(directory, 'data')),
      };
    });
}

/** What people call a client: the name it was given, else its organisation's, else its id. */
export function clientName(id: string, file: ClientFile, organisation = file.organisation): string {
  return file.name === id ? (organisation ?? id) : file.name;
}

export function readClientFile(directory: string, fallbackName: string): ClientFile {
  try {
    return clientFileSchema.parse(JSON.parse(readFileSync(join(directory, 'client.json'), 'utf8')));
  } catch {
    return { name: fallbackName, lastOpenedAt: null };
  }
}

/** Replaces the file whole: a reader sees the old or the new one. */
export function writeClientFile(directory: string, file: ClientFile): void {
  const path = join(directory, 'client.json');
  try {
    makeFolder(directory);
    writeFileSync(`${path}.part`, JSON.stringify(file));
    renameSync(`${path}.part`, path);
  } catch (error) {
    throw storageError(error, directory);
  }
}

/** Size of the files in a directory and below, in bytes; 0 when it is absent. */
function directoryBytes(directory: string): number {
  if (!existsSync(directory)) return 0;
  return readdirSync(directory, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(directory, entry.name);
    return sum + (entry.isDirectory() ? directoryBytes(path) : statSync(path).size);
  }, 0);
}
