import { defineConfig } from 'vitest/config';
import { aliases } from './vite.engine.config.js';

const databaseTests = 'src-*/**/*.db.test.ts';
/** Of the directory on disk that only the embedded database has. */
const embeddedOnly = ['src-*/**/*-directory.db.test.ts'];

/**
 * Each project says in its name what its tests need. Database tests run twice: on the embedded database in memory, and
 * on a PostgreSQL server that the set-up starts (AIOS_TEST_DB says which).
 */
export default defineConfig({
  resolve: { alias: aliases },
  test: {
    // Two cores are shared with the database's WebAssembly: more workers only wait for each other.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src-*/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs', 'test/fixtures/**/*.test.ts'],
          exclude: [databaseTests],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'db-pglite',
          include: [databaseTests],
          env: { AIOS_TEST_DB: 'pglite' },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'db-postgres',
          include: [databaseTests],
          exclude: embeddedOnly,
          env: { AIOS_TEST_DB: 'postgres' },
          globalSetup: ['test/fixtures/postgres-set-up.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/fixtures/integration-set-up.ts'],
          maxConcurrency: 2,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
