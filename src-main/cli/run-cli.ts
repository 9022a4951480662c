import { AiosError } from '@shared/kernel/errors.js';
import { Command, CommanderError, Option } from 'commander';
import { type CliFailure, cliFailure } from './cli-error.js';
import type { CliHost } from './cli-host.js';
import { programVersion } from './session.js';
import { addAuditCommands } from './verbs/audit.js';
import { addBackupCommands } from './verbs/backup.js';
import { addBundleCommands } from './verbs/bundle.js';
import { addCustomise } from './verbs/customise.js';
import { addDemo } from './verbs/demo.js';
import { addDeploy, addPreview } from './verbs/deploy.js';
import { addDiscover } from './verbs/discover.js';
import { addEval } from './verbs/eval.js';
import { addInternal } from './verbs/internal.js';
import { addKnowledgeCommands } from './verbs/kb.js';

/** Adds a verb to the program; `run` sets the exit code. */
export interface VerbContext {
  host: CliHost;
  /** A command with the options that every verb takes. */
  verb(parent: Command, usage: string, description: string): Command;
  /** Wraps a verb's work: its result is the exit code. */
  action<A extends unknown[]>(work: (...args: A) => Promise<number>): (...args: A) => Promise<void>;
}

/** Runs one command line and returns the exit code: 0 done, 1 refused or failed, 2 wrong usage. */
export async function runCli(host: CliHost): Promise<number> {
  let exitCode = 0;
  const program = new Command('aios')
    .description('AIOS: govern, deploy and scale the AI agents of an organisation')
    .version(programVersion())
    .exitOverride()
    .configureOutput({ writeOut: host.stdout, writeErr: host.stderr })
    .showHelpAfterError('(aios --help lists all verbs)');
  const context: VerbContext = {
    host,
    verb: (parent, usage, description) =>
      parent
        .command(usage)
        .description(description)
        .exitOverride()
        .addOption(new Option('--home <dir>', 'root of all data'))
        .addOption(new Option('--tenant <id>', 'the client').default('default'))
        .addOption(new Option('--json', 'one JSON document on stdout').default(false)),
    action:
      (work) =>
      async (...args) => {
        exitCode = await work(...args);
      },
  };
  for (const add of [
    addDemo,
    addDiscover,
    addCustomise,
    addPreview,
    addDeploy,
    addKnowledgeCommands,
    addAuditCommands,
    addBundleCommands,
    addBackupCommands,
    addEval,
    addInternal,
  ]) {
    add(program, context);
  }
  try {
    await program.parseAsync([...host.argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportFailure(host, error);
    if (error.exitCode === 0) return 0;
    // The words are on stderr already.
    if (asksForJson(host)) {
      const message = error.message.replace(/^error: /, '');
      printJson(host, cliFailure(new AiosError('invalid_input', message)));
    }
    return 2;
  }
}

/** Prints one sentence on what happened, whether the data is safe and what to do; returns the exit code. */
export function reportFailure(host: CliHost, error: unknown): number {
  const failure = cliFailure(error);
  if (asksForJson(host)) printJson(host, failure);
  host.stderr(`${failure.message}\n${failure.safe} ${failure.next}\n`);
  return 1;
}

const asksForJson = (host: CliHost): boolean => host.argv.includes('--json');

function printJson(host: CliHost, failure: CliFailure): void {
  host.stdout(`${JSON.stringify({ error: failure }, null, 2)}\n`);
}
