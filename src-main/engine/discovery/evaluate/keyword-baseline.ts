import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { PageReading } from '../extract/page-reading.js';

const keywords = [
  'health',
  'hr',
  'human resources',
  'finance',
  'building',
  '311',
  'strategy',
  'safety',
  'police',
  'fire',
  'parks',
  'recreation',
  'works',
  'law',
  'legal',
  'it',
  'technology',
  'communications',
];

/**
 * What a list of words without structure finds: every link or heading that contains one. The baseline against which
 * discovery is measured; it shows what the structure adds.
 */
export function discoverByKeywords(
  pages: readonly PageReading[],
): Pick<OrganisationProfile, 'departments' | 'leadership' | 'dataPortals' | 'governanceDocs'> {
  const names = new Map<string, PageReading>();
  for (const page of pages) {
    for (const text of [
      ...page.links.map((link) => link.text),
      ...page.headings.map((heading) => heading.text),
    ]) {
      const folded = text.toLowerCase();
      if (
        text.length > 2 &&
        text.length < 80 &&
        keywords.some((word) => folded.includes(word)) &&
        !names.has(text)
      ) {
        names.set(text, page);
      }
    }
  }
  const departments = [...names].map(([name, page], index) => ({
    id: `baseline-${index}`,
    name,
    kind: 'department' as const,
    contacts: [],
    confidence: 0.5,
    evidence: [{ source: page.url, quote: name }],
  }));
  return { departments, leadership: [], dataPortals: [], governanceDocs: [] };
}
