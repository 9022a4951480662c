import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, type EngineClient } from '@engine';

/** An engine on a new home in a data directory, as the product opens it; `close` removes the home. */
export interface BenchEngine {
  home: string;
  engine: Engine;
  client: EngineClient;
  close(): Promise<void>;
}

export async function openBenchEngine(): Promise<BenchEngine> {
  const home = mkdtempSync(join(tmpdir(), 'aios-bench-'));
  const root = process.cwd();
  const engine = await createEngine({
    home,
    tenant: 'default',
    resources: join(root, 'resources'),
    migrations: join(root, 'migrations'),
    template: join(root, 'out', 'template'),
    version: 'bench',
    platform: 'bench',
  });
  return {
    home,
    engine,
    client: engine.client({ user: { id: 'bench', name: 'Bench', roles: ['administrator'] } }),
    async close() {
      await engine.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Discovers a source to its end and returns how many pages were read. */
export async function discover(client: EngineClient, source: string): Promise<number> {
  const run = await client.discovery.start({ source, options: { maxPages: 20_000 } });
  let pages = 0;
  for await (const state of await client.discovery.watch({ run: run.id })) {
    if (state.failure) throw new Error(state.failure.message);
    pages = state.visited;
  }
  return pages;
}
