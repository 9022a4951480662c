import type { AuditRecord } from '@shared/contract/audit-record.js';
import { AiosError } from '@shared/kernel/errors.js';
import type { Clock } from '@shared/kernel/ports.js';
import { type AuditFact, appendRecords } from '../audit/index.js';
import { type Database, errorCode, storageError, type Tx } from '../db/index.js';
import { type Log, span } from '../observability/index.js';
import type { Caller } from '../tenancy/index.js';
import { mayDo, type Permission } from './permissions.js';

/** What every command needs from its host. */
export interface CommandPorts {
  database: Database;
  clock: Clock;
  log: Log;
  device: string;
  /** The policy in force, named in every record. */
  policy: AuditRecord['policy'];
}

export interface Command {
  /** Verb of the audit record, `module.verb`. */
  name: string;
  permission: Permission;
  /** What it is about, for the record of a refusal. */
  resource: { kind: string; id: string };
}

/** What a command did: its result, and at least one fact for the log. */
export interface Outcome<T> {
  result: T;
  facts: readonly [AuditFact, ...AuditFact[]];
}

/**
 * The one way in which state changes: authorisation, one transaction as the tenant, the change, its audit records, a
 * span. A refusal is recorded too. If the record cannot be written the change is not made.
 */
export async function runCommand<T>(
  ports: CommandPorts,
  caller: Caller,
  command: Command,
  work: (tx: Tx, now: Date) => Promise<Outcome<T>>,
): Promise<T> {
  const now = new Date(ports.clock.now());
  const context = { caller, device: ports.device, policy: ports.policy, now };
  return span(ports.log, { id: caller.traceId, name: command.name }, async () => {
    try {
      if (!mayDo(caller, command.permission)) {
        throw new AiosError('not_allowed', `${caller.name} may not do this (${command.permission}).`, {
          details: { permission: command.permission },
        });
      }
      return await ports.database.asTenant(caller.tenant, async (tx) => {
        const outcome = await work(tx, now);
        await appendRecords(tx, outcome.facts, context);
        return outcome.result;
      });
    } catch (error) {
      const known = storageError(error, 'the data folder');
      if (known instanceof AiosError && isRefusal(known)) {
        const refusal = refusalFact(command, known);
        await ports.database.asTenant(caller.tenant, (tx) => appendRecords(tx, [refusal], context));
      } else ports.log.error(`${command.name}.failed`, error, { code: errorCode(error) ?? null });
      throw known;
    }
  });
}

/** Refusals are decisions and belong in the log; a full disk is none, and could not be logged anyway. */
function isRefusal(error: AiosError): boolean {
  return ['not_allowed', 'self_approval', 'conflict'].includes(error.code);
}

function refusalFact(command: Command, error: AiosError): AuditFact {
  return {
    action: command.name,
    resource: command.resource,
    outcome: 'refused',
    reason: error.code,
    details: { message: error.message, ...error.details },
  };
}
