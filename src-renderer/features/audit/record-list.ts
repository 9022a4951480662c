import type { StoredAuditRecord } from '@shared/contract/audit-record.js';
import type { InputOf } from '../../app/query-cache.js';

/** The filter as it is typed; dates as `YYYY-MM-DD` of this machine's time zone. */
export interface ActivityFilter {
  search: string;
  actor: string;
  action: string;
  from: string;
  to: string;
}

export const noFilter: ActivityFilter = { search: '', actor: '', action: '', from: '', to: '' };

/** The filter as the engine takes it: empty fields left out, whole days turned into moments. */
export function toAuditFilter(filter: ActivityFilter): NonNullable<InputOf<'audit.list'>> {
  const from = dayStart(filter.from, 0);
  // The whole last day is meant: up to its last millisecond.
  const to = dayStart(filter.to, 1);
  return {
    ...(filter.search.trim() === '' ? {} : { search: filter.search.trim() }),
    ...(filter.actor.trim() === '' ? {} : { actor: filter.actor.trim() }),
    ...(filter.action.trim() === '' ? {} : { action: filter.action.trim() }),
    ...(from === null ? {} : { from: new Date(from).toISOString() }),
    ...(to === null ? {} : { to: new Date(to - 1).toISOString() }),
  };
}

function dayStart(day: string, plusDays: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return null;
  const time = new Date(Number(year), Number(month) - 1, Number(date) + plusDays).getTime();
  return Number.isNaN(time) ? null : time;
}

/** Whether anything is filtered. */
export function isFiltered(filter: ActivityFilter): boolean {
  return Object.keys(toAuditFilter(filter)).length > 0;
}

/**
 * Joins records that were read into those on the screen: newest first, none twice. A sequence number says which is
 * newer, never the time.
 */
export function mergeRecords(
  shown: readonly StoredAuditRecord[],
  read: readonly StoredAuditRecord[],
): StoredAuditRecord[] {
  const bySequence = new Map<number, StoredAuditRecord>();
  for (const record of [...shown, ...read]) bySequence.set(record.sequence, record);
  return [...bySequence.values()].sort((a, b) => b.sequence - a.sequence);
}
