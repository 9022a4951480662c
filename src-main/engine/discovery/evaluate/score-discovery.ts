import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { DiscoveryTruth } from './discovery-truth.js';
import { addressForm, isSamePerson, unitForm } from './name-matching.js';

/** Counts for one organisation; sums of them give the micro-averages. */
export interface DiscoveryCounts {
  found: number;
  false: number;
  missed: number;
  leadersFound: number;
  leaders: number;
  portalsFound: number;
  portals: number;
  docsFound: number;
  docs: number;
}

export interface DiscoveryScore extends DiscoveryCounts {
  falseNames: string[];
  missedNames: string[];
  missedLeaders: string[];
}

type Reported = Pick<OrganisationProfile, 'departments' | 'leadership' | 'dataPortals' | 'governanceDocs'>;

/**
 * Scores a profile against the truth by the published rules: units one-to-one by name or alias, optional units and repeats
 * neither hits nor false; leaders by recall; portals by host; documents by address, or by title where the truth has no address.
 */
export function scoreDiscovery(truth: DiscoveryTruth, profile: Reported): DiscoveryScore {
  return { ...scoreUnits(truth, profile), ...scoreLeaders(truth, profile), ...scoreLinks(truth, profile) };
}

function scoreUnits(
  truth: DiscoveryTruth,
  profile: Reported,
): Pick<DiscoveryScore, 'found' | 'false' | 'missed' | 'falseNames' | 'missedNames'> {
  const required = truth.departments_scored ? truth.departments : [];
  const forms = (entry: { name: string; aliases: readonly string[] }): string[] =>
    [entry.name, ...entry.aliases].map(unitForm);
  const optional = new Set(truth.optional_units.flatMap(forms));
  const left = new Set(required);
  const seen = new Set<string>();
  const falseNames: string[] = [];
  for (const { name } of profile.departments) {
    const form = unitForm(name);
    if (seen.has(form)) continue;
    seen.add(form);
    const hit = required.find((entry) => left.has(entry) && forms(entry).includes(form));
    if (hit !== undefined) left.delete(hit);
    else if (!optional.has(form) && !required.some((entry) => forms(entry).includes(form)))
      falseNames.push(name);
  }
  return {
    found: required.length - left.size,
    false: falseNames.length,
    missed: left.size,
    falseNames,
    missedNames: [...left].map((entry) => entry.name),
  };
}

function scoreLeaders(
  truth: DiscoveryTruth,
  profile: Reported,
): Pick<DiscoveryScore, 'leaders' | 'leadersFound' | 'missedLeaders'> {
  const reported = [
    ...profile.leadership.map((leader) => leader.name),
    ...profile.departments.flatMap((department) =>
      department.head === undefined ? [] : [department.head.name],
    ),
  ];
  const wanted = [
    ...truth.leadership.map((leader) => leader.name),
    ...truth.departments.flatMap((department) =>
      department.head === undefined ? [] : [department.head.name],
    ),
  ];
  const missedLeaders = wanted.filter((name) => !reported.some((candidate) => isSamePerson(candidate, name)));
  return { leaders: wanted.length, leadersFound: wanted.length - missedLeaders.length, missedLeaders };
}

function scoreLinks(
  truth: DiscoveryTruth,
  profile: Reported,
): Pick<DiscoveryScore, 'portals' | 'portalsFound' | 'docs' | 'docsFound'> {
  const host = (href: string): string => addressForm(href).split('/')[0] ?? '';
  const hosts = new Set(profile.dataPortals.map((portal) => host(portal.url)));
  const addresses = profile.governanceDocs.map((doc) => addressForm(doc.url));
  const titles = profile.governanceDocs.map((doc) => unitForm(doc.title));
  const isFound = (doc: DiscoveryTruth['governance_docs'][number]): boolean => {
    if (doc.url === undefined) return titles.includes(unitForm(doc.title ?? doc.name ?? ''));
    const wanted = addressForm(doc.url);
    const path = wanted.replace(/^x\//, '/');
    return addresses.some(
      (address) => address === wanted || (path.startsWith('/') && address.endsWith(path)),
    );
  };
  return {
    portals: truth.data_portals.length,
    portalsFound: truth.data_portals.filter((portal) => hosts.has(host(portal.url ?? ''))).length,
    docs: truth.governance_docs.length,
    docsFound: truth.governance_docs.filter(isFound).length,
  };
}

/** Precision, recall and F1 of summed counts; 1 where nothing was to find and nothing was reported. */
export function unitMeasures(counts: Pick<DiscoveryCounts, 'found' | 'false' | 'missed'>): {
  precision: number;
  recall: number;
  f1: number;
} {
  const reported = counts.found + counts.false;
  const wanted = counts.found + counts.missed;
  const precision = reported === 0 ? 1 : counts.found / reported;
  const recall = wanted === 0 ? 1 : counts.found / wanted;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}
