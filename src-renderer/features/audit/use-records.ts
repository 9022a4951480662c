import type { StoredAuditRecord } from '@shared/contract/audit-record.js';
import type { Refusal } from '@shared/contract/procedure.js';
import { useCallback, useEffect, useRef, useState } from 'react';
import { callEngine } from '../../app/engine.js';
import { toRefusal } from '../../app/refusal.js';
import { known, useQuery } from '../../app/use-engine.js';
import { type ActivityFilter, mergeRecords, toAuditFilter } from './record-list.js';

const pageSize = 100;

export interface Records {
  items: readonly StoredAuditRecord[];
  total: number | null;
  refusal: Refusal | null;
  loading: boolean;
  /** Reads the next page, if there is one and none is being read. */
  more: () => void;
}

/**
 * Audit records that fit the filter, newest first, page by page. New records appear by themselves: the first page is
 * a cached query that is asked again when the log grows.
 */
export function useRecords(filter: ActivityFilter): Records {
  const input = toAuditFilter(filter);
  const key = JSON.stringify(input);
  const first = useQuery('audit.list', { ...input, limit: pageSize });
  const [older, setOlder] = useState<Older>({ key, items: [], next: undefined, refusal: null });
  const reading = useRef<string | null>(null);
  const newest = known(first);
  const mine = older.key === key ? older : { key, items: [], next: undefined, refusal: null };
  const next = mine.next === undefined ? (newest?.next ?? null) : mine.next;

  useEffect(() => {
    reading.current = null;
    setOlder((old) => (old.key === key ? old : { key, items: [], next: undefined, refusal: null }));
  }, [key]);

  const more = useCallback(() => {
    if (next === null || reading.current !== null) return;
    reading.current = next;
    const filtered: ReturnType<typeof toAuditFilter> = JSON.parse(key);
    callEngine('audit.list', { ...filtered, cursor: next, limit: pageSize })
      .then(
        (page) =>
          setOlder((old) => ({
            key,
            items: mergeRecords(old.key === key ? old.items : [], page.items),
            next: page.next,
            refusal: null,
          })),
        (error: unknown) => setOlder((old) => ({ ...old, refusal: toRefusal(error) })),
      )
      .finally(() => {
        reading.current = null;
      });
  }, [key, next]);

  return {
    items: mergeRecords(mine.items, newest?.items ?? []),
    total: newest?.total ?? null,
    refusal: first.status === 'failed' ? first.refusal : mine.refusal,
    loading: first.status === 'loading',
    more,
  };
}

interface Older {
  key: string;
  items: readonly StoredAuditRecord[];
  /** Cursor of the next page; null at the end; undefined while only the first page was read. */
  next: string | null | undefined;
  refusal: Refusal | null;
}
