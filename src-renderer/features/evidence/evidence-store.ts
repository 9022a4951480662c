import type { Evidence } from '@shared/contract/organisation-profile.js';
import { createViewStore } from '../../app/view-store.js';

interface Shown {
  /** What the evidence is for: "Water Department". */
  subject: string;
  /** What is claimed: "is a department", "is led by …". */
  claim: string;
  evidence: readonly Evidence[];
}

/** The evidence panel: closed, or on the nth evidence of a fact. */
export const useEvidence = createViewStore<{ shown: Shown | null; index: number }>({ shown: null, index: 0 });

/** Opens the evidence panel on the first evidence of a fact. */
export function showEvidence(shown: Shown): void {
  useEvidence.setState({ shown, index: 0 });
}
