import type { Actor } from '@shared/contract/audit-record.js';

/** Who calls, for which tenant. Made by the transport; never read from an input. */
export interface Caller {
  readonly tenant: string;
  readonly actor: Actor;
  /** Name shown to people. */
  readonly name: string;
  readonly roles: readonly string[];
  readonly traceId: string;
}
