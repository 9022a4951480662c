import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Message, seededRandom, startEngine } from '../fixtures/killable.js';

/** How often an engine is killed; the full number runs in CI. */
const kills = Number(process.env.AIOS_KILLS ?? (process.env.CI ? 200 : 20));
const seed = Number(process.env.AIOS_SEED ?? Date.now() % 1_000_000);
const lanes = 2;

const home = mkdtempSync(join(tmpdir(), 'aios-kill-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const openSchema = z.object({
  kind: z.literal('open'),
  verified: z.boolean(),
  problems: z.array(z.string()),
  records: z.number(),
  names: z.array(z.string()),
  runs: z.array(z.object({ id: z.string(), state: z.string(), visited: z.number() })),
});
const ackSchema = z.object({ kind: z.literal('ack'), name: z.string() });
const runSchema = z.object({
  kind: z.literal('run'),
  id: z.string(),
  visited: z.number(),
  state: z.string(),
});

/** What has been acknowledged and not yet been found again. */
interface Expected {
  names: string[];
  runs: Map<string, number>;
  records: number;
}

/** Compares what a reopened home holds with what had been acknowledged before the kill. */
function checkReopened(message: Message, expected: Expected): void {
  const found = openSchema.parse(message);
  expect(found.problems).toEqual([]);
  expect(found.verified).toBe(true);
  expect(found.names).toEqual(expect.arrayContaining(expected.names));
  // At most the one write that was under way when the kill came.
  expect(found.names.length - expected.names.length).toBeLessThanOrEqual(1);
  for (const [id, visited] of expected.runs) {
    const run = found.runs.find((each) => each.id === id);
    expect(run?.visited, `pages of run ${id}`).toBeGreaterThanOrEqual(visited);
  }
  expect(found.runs.filter((run) => run.state === 'reading' || run.state === 'analysing')).toEqual([]);
  expected.names = [];
  expected.records = found.records;
}

function remember(messages: readonly Message[], expected: Expected): void {
  for (const message of messages) {
    const ack = ackSchema.safeParse(message);
    if (ack.success) expected.names.push(ack.data.name);
    const run = runSchema.safeParse(message);
    if (run.success) expected.runs.set(run.data.id, run.data.visited);
  }
}

/** Kills one engine after the other on one home. The next engine says what it found of the one before. */
async function lane(name: string, rounds: number): Promise<{ acknowledged: number; duringOpen: number }> {
  const random = seededRandom(seed + name.charCodeAt(0));
  const expected: Expected = { names: [], runs: new Map(), records: 0 };
  const counts = { acknowledged: 0, duringOpen: 0 };
  // One round more than kills: the last engine only says what it finds.
  for (let round = 0; round <= rounds; round += 1) {
    const whileOpening = round < rounds && random() < 0.25;
    const mode = random() < 0.25 ? 'discover' : 'write';
    const engine = startEngine({ home: join(home, name), mode, round: `${round}`, after: expected.records });
    if (whileOpening) {
      await delay(random() * 900);
      counts.duringOpen += 1;
    } else {
      const opened = await engine.waitFor(({ kind }) => kind === 'open' || kind === 'failed');
      expect(opened, engine.errors).toMatchObject({ kind: 'open' });
      // Mostly while it writes at full speed, sometimes before its first write is done.
      if (mode === 'write' && random() < 0.8) await engine.waitFor(({ kind }) => kind === 'ack');
      await delay(random() * (mode === 'discover' ? 1_200 : 300));
    }
    await engine.kill();
    const opened = engine.messages.find(({ kind }) => kind === 'open');
    if (opened) checkReopened(opened, expected);
    remember(engine.messages, expected);
    counts.acknowledged += engine.messages.filter(({ kind }) => kind === 'ack').length;
  }
  return counts;
}

describe(`an engine that is killed (kill -9) ${kills} times at random moments, seed ${seed}`, () => {
  it('keeps every acknowledged write, a log that verifies, and no lock', { timeout: 900_000 }, async () => {
    const counts = await Promise.all(
      Array.from({ length: lanes }, (_, index) => lane(`lane${index}`, Math.ceil(kills / lanes))),
    );
    const acknowledged = counts.reduce((sum, count) => sum + count.acknowledged, 0);
    expect(acknowledged).toBeGreaterThan(kills);
    console.info(
      `${kills} kills, ${counts.reduce((sum, count) => sum + count.duringOpen, 0)} of them before the home was open; ${acknowledged} acknowledged writes, all found`,
    );
  });
});
