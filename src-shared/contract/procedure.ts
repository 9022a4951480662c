import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorCodes } from '../kernel/errors.js';

/** How a failure crosses a border: as data. `REFUSED` is every expected one; anything else is a defect. */
export const refusalSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type Refusal = z.infer<typeof refusalSchema>;

/** The base of every procedure: its errors, and whether it is a query (repeatable) or a command (audited). */
const base = oc.errors({ REFUSED: { data: refusalSchema } });

export const query = base.$meta<{ kind: 'query' | 'command' | 'stream' }>({ kind: 'query' });
export const command = base.$meta<{ kind: 'query' | 'command' | 'stream' }>({ kind: 'command' });
export const stream = base.$meta<{ kind: 'query' | 'command' | 'stream' }>({ kind: 'stream' });

/** One page of a long list: pass `next` back as `cursor` until it is null. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int() });
