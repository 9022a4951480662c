import { readFileSync } from 'node:fs';
import { type Desktop, expect, test } from './fixtures.js';

const typed = 'https://www.a-city-that-somebody-was-typing.example/';

/** Process id of an engine that is not one of `before`. That one is gone says nothing: the next may be there already. */
async function engineAfter(desktop: Desktop, before: readonly number[]): Promise<number> {
  let found = 0;
  await expect
    .poll(async () => {
      found = await desktop.enginePid().catch(() => 0);
      return found > 0 && !before.includes(found);
    })
    .toBe(true);
  return found;
}

/** Ends the engine process as a crash or the system's memory killer would. */
const killEngine = (pid: number) => process.kill(pid, 'SIGKILL');

/** The window's own word for how it stands to the engine: every state is announced to assistive technology. */
const notice = (desktop: Desktop) =>
  desktop.page.getByText(/engine (stopped|is being restarted|is starting)/i).first();

/** A process that has ended but was not yet collected by its parent (in a container nobody may) does not run. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('a killed engine is announced, restarted, and costs nothing that was typed', async ({ desktop }) => {
  await desktop.page.goto('app://aios/index.html#/onboarding');
  const field = desktop.page.getByRole('textbox').first();
  await field.fill(typed);

  const before = await engineAfter(desktop, []);
  killEngine(before);
  await expect(notice(desktop)).toBeVisible();
  await expect(field).toHaveValue(typed);

  await expect(notice(desktop)).toBeHidden();
  await expect(field).toHaveValue(typed);
  expect(await engineAfter(desktop, [before])).not.toBe(before);
});

test('an engine that keeps dying is given up with a plain word, and starts again when asked', async ({
  desktop,
}) => {
  await desktop.page.waitForLoadState('load');
  const killed: number[] = [];
  for (let death = 1; death <= 6; death += 1) {
    const pid = await engineAfter(desktop, killed);
    killEngine(pid);
    killed.push(pid);
  }
  await expect(desktop.page.getByText(/stopped several times/i).first()).toBeVisible();

  await desktop.page.evaluate(() =>
    (window as unknown as { aios: { restartEngine(): Promise<void> } }).aios.restartEngine(),
  );
  await expect(desktop.page.getByText(/stopped several times/i).first()).toBeHidden();
  expect(await engineAfter(desktop, killed)).toBeGreaterThan(0);
});

test('closing the window ends the engine and gives the data folder back', async ({ launch }) => {
  const first = await launch();
  await first.page.waitForLoadState('load');
  const pid = await first.enginePid();
  await first.close();
  expect(isRunning(pid)).toBe(false);

  const second = await launch({ home: first.home });
  await second.page.waitForLoadState('load');
  expect(await second.enginePid()).not.toBe(pid);
  await expect(second.page.getByText(/already open|in use/i)).toHaveCount(0);
});
