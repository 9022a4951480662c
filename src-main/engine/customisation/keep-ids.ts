import type { RecordedOperation } from '@shared/contract/customisation.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { pageOf, readBase } from './base.js';
import { inForce } from './human-evidence.js';

/**
 * The profile with the ids that people's corrections speak of. A website that renames a department keeps its page: what
 * was corrected is known again by its address, so that a correction meets the same department and not a second one.
 * Nothing is guessed: an address must have belonged to one department then and must belong to one now.
 */
export function keepIds(
  profile: OrganisationProfile,
  operations: readonly RecordedOperation[],
): OrganisationProfile {
  const present = new Set(profile.departments.map((each) => each.id));
  const gone = [...addressesOf(operations)].filter(([id]) => !present.has(id));
  if (gone.length === 0) return profile;
  const spokenOf = new Set(addressesOf(operations).keys());
  const kept = new Map<string, string>();
  for (const [id, address] of gone) {
    const heirs = profile.departments.filter((each) => pageOf(each) === address);
    const heir = heirs[0];
    if (heirs.length !== 1 || !heir || spokenOf.has(heir.id) || kept.has(heir.id)) continue;
    kept.set(heir.id, id);
  }
  if (kept.size === 0) return profile;
  const idOf = (id: string): string => kept.get(id) ?? id;
  return {
    ...profile,
    departments: profile.departments.map((each) => ({
      ...each,
      id: idOf(each.id),
      ...(each.parentId === undefined ? {} : { parentId: idOf(each.parentId) }),
    })),
  };
}

/** Where the departments that operations speak of had their pages when the operations were recorded. */
function addressesOf(operations: readonly RecordedOperation[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { base } of inForce(operations)) {
    for (const [id, address] of Object.entries(readBase(base)?.addresses ?? {})) found.set(id, address);
  }
  return found;
}
