import { Badge } from '@mantine/core';
import type { StoredAuditRecord } from '@shared/contract/audit-record.js';

const colours: Record<StoredAuditRecord['outcome'], string> = {
  attempted: 'civic',
  succeeded: 'green',
  refused: 'orange',
  failed: 'red',
};

/** How a recorded action ended. */
export function OutcomeTag({ outcome }: { outcome: StoredAuditRecord['outcome'] }) {
  return <Badge color={colours[outcome]}>{outcome}</Badge>;
}
