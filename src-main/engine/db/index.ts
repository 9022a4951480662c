export type { Database, OwnerConnection, Tx } from './database.js';
export { makeFolder } from './make-folder.js';
export { type Migration, migrate, readMigrations } from './migrate.js';
export { type EmbeddedDatabase, openPglite } from './pglite-database.js';
export { openPostgres, openPostgresOwner } from './postgres-database.js';
export { listSnapshots, restoreSnapshot, type SnapshotInfo } from './snapshots.js';
export { emptySql, json, type Sql, sql } from './sql.js';
export { errorCode, storageError } from './storage-error.js';
export { buildTemplate } from './template.js';
export {
  openTenantStore,
  snapshotOpen,
  type TenantPaths,
  type TenantStore,
  tenantPaths,
} from './tenant-directory.js';
