import { operationSchema, type RecordedOperation } from '@shared/contract/customisation.js';
import { z } from 'zod';
import { json, sql, type Tx } from '../db/index.js';

const operationRow = z
  .object({
    operation_id: z.string(),
    sequence: z.number(),
    operation: operationSchema,
    author: z.string(),
    reason: z.string(),
    made_at: z.date(),
    base: z.unknown(),
    state: z.enum(['active', 'undone']),
  })
  .transform(
    (row): RecordedOperation => ({
      id: row.operation_id,
      sequence: row.sequence,
      operation: row.operation,
      author: row.author,
      reason: row.reason,
      at: row.made_at.toISOString(),
      base: row.base,
      state: row.state,
    }),
  );

/** All operations, in the order in which they were made. */
export async function readOperations(tx: Tx): Promise<RecordedOperation[]> {
  return tx.rows(sql`select * from customisations order by sequence`, operationRow);
}

/** Stores operations: new ones are added, of known ones the state and what was seen are updated. */
export async function saveOperations(
  tx: Tx,
  tenant: string,
  operations: readonly RecordedOperation[],
): Promise<void> {
  for (const each of operations) {
    const base = each.base === undefined || each.base === null ? null : json(each.base);
    await tx.execute(sql`
      insert into customisations (tenant_id, operation_id, sequence, operation, author, reason, made_at, base, state)
      values (${tenant}, ${each.id}, ${each.sequence}, ${json(each.operation)}::jsonb, ${each.author}, ${each.reason},
              ${each.at}, ${base}::jsonb, ${each.state})
      on conflict (tenant_id, operation_id) do update set base = excluded.base, state = excluded.state`);
  }
}
