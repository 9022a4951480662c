import { expect, test, vi } from 'vitest';

// The part that needs the real Electron is tested in the real Electron.
vi.mock('electron', () => ({ utilityProcess: {} }));
const { commandLineWords } = await import('./run-command-line.js');

test('the words behind --cli are the command’s, as they were given', () => {
  expect(commandLineWords(['--no-sandbox', '/app', '--cli', 'ask', 'What is --cli?', '--json'])).toEqual([
    'ask',
    'What is --cli?',
    '--json',
  ]);
  expect(commandLineWords(['--cli'])).toEqual([]);
});

test('without --cli the window is wanted', () => {
  expect(commandLineWords([])).toBeNull();
  expect(commandLineWords(['--home=/data', 'cli'])).toBeNull();
});
