// `npm test`: every check, cheapest first; stops at the first that fails, then prints what was counted.
//
//   npm test                      everything
//   npm test -- unit "end to end" only these steps
import { bootstrap, runScript } from './bootstrap.mjs';
import { SetupError } from './progress.mjs';
import { prepareReports, steps } from './test-steps.mjs';

await runScript(async () => {
  const wanted = process.argv.slice(2);
  const chosen = wanted.length === 0 ? steps : steps.filter(({ name }) => wanted.includes(name));
  if (chosen.length === 0 || chosen.length < wanted.length) {
    throw new SetupError(
      'there is no such step',
      `choose of: ${steps.map(({ name }) => `"${name}"`).join(', ')}`,
    );
  }
  const setup = await bootstrap('test');
  prepareReports();
  const rows = [];
  for (const step of chosen) {
    process.stdout.write(`── ${step.name}\n`);
    const row = await perform(step, setup);
    rows.push(row);
    if (row.note !== undefined) process.stdout.write(`${row.note}\n`);
    if (!row.ok) {
      process.stdout.write(`${row.text}\n`);
      break;
    }
  }
  report(rows, chosen);
});

async function perform(step, setup) {
  const started = Date.now();
  const result = await step.run(setup).catch((error) => ({
    ok: false,
    text:
      error instanceof SetupError ? `${error.message}. Next: ${error.next}.` : String(error.stack ?? error),
    passed: 0,
    failed: 1,
    skipped: 0,
  }));
  return { ...result, name: step.name, seconds: (Date.now() - started) / 1000 };
}

function report(rows, chosen) {
  const line = (name, passed, failed, skipped, seconds) =>
    `${name.padEnd(24)}${String(passed).padStart(8)}${String(failed).padStart(8)}${String(skipped).padStart(8)}${String(seconds).padStart(10)}`;
  process.stdout.write(`\n${line('step', 'passed', 'failed', 'skipped', 'seconds')}\n`);
  for (const { name, passed, failed, skipped, seconds } of rows) {
    process.stdout.write(`${line(name, passed, failed, skipped, seconds.toFixed(1))}\n`);
  }
  for (const { name } of chosen.slice(rows.length))
    process.stdout.write(`${line(name, '-', '-', '-', 'not run')}\n`);
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped\n`);
  process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1;
}
