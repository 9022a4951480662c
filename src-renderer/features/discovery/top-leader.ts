import type { Leader } from '@shared/contract/organisation-profile.js';

/** Titles of those who stand at the head of a whole organisation, highest first. */
const headTitles: readonly RegExp[] = [
  /^(lord |executive )?mayor$/i,
  /^governor$/i,
  /^(county|borough|chief) executive( officer)?$|^county judge$/i,
  /^(council |board |commission )?(chair|chairman|chairwoman|chairperson)$|^(chair|president) of the (board|council|commission)\b/i,
  /^(council |board )?president$/i,
  /^(city|town|county|borough|village) (manager|administrator)$|^(secretary|commissioner|superintendent|administrator)$/i,
];

/** Who stands at the head of the organisation by the title on its pages; null when no title says so. */
export function topLeader<L extends Pick<Leader, 'title'>>(leadership: readonly L[]): L | null {
  for (const title of headTitles) {
    const found = leadership.find((leader) => title.test(leader.title.trim()));
    if (found !== undefined) return found;
  }
  return null;
}
