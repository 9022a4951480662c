import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { PageReading } from '../extract/page-reading.js';
import type { DiscoveryTruth } from './discovery-truth.js';
import { discoverByKeywords } from './keyword-baseline.js';
import {
  type DiscoveryCounts,
  type DiscoveryScore,
  scoreDiscovery,
  unitMeasures,
} from './score-discovery.js';

/** What discovery made of one organisation, with the readings it made it from. */
export interface Discovered {
  profile: OrganisationProfile;
  pages: readonly PageReading[];
}

/** One organisation of a data set; its truth is opened only after its profile is made. */
export interface EvaluationCase {
  id: string;
  discover(): Promise<Discovered>;
  truth(): Promise<DiscoveryTruth>;
}

type Measures = Record<string, number>;

export interface DiscoveryEvaluation {
  task: 'discovery';
  dataset: string;
  n: number;
  metrics: Measures;
  organisations: ({ id: string; invented: string[] } & DiscoveryScore & ReturnType<typeof unitMeasures>)[];
  baselines: { keywords: Measures };
  parameters: Record<string, string | number>;
}

/** What one line of a predictions file holds: enough to score the profile again. */
export interface DiscoveryPrediction {
  id: string;
  ranked: string[];
  leadership: string[];
  dataPortals: string[];
  governanceDocs: string[];
}

/**
 * Measures discovery on labelled organisations: unit precision, recall and F1 (micro, and the lowest of all), recall of leaders,
 * portals and documents, and people whose names stand on no page. Each truth is read after its profile was made.
 */
export async function evaluateDiscovery(
  dataset: string,
  cases: readonly EvaluationCase[],
  onPrediction: (prediction: DiscoveryPrediction) => void = () => undefined,
): Promise<DiscoveryEvaluation> {
  const organisations: DiscoveryEvaluation['organisations'] = [];
  const baseline: DiscoveryScore[] = [];
  let pages = 0;
  for (const entry of cases) {
    const { profile, pages: readings } = await entry.discover();
    pages += readings.length;
    onPrediction(predictionOf(entry.id, profile));
    const truth = await entry.truth();
    const score = scoreDiscovery(truth, profile);
    organisations.push({
      id: entry.id,
      ...score,
      ...unitMeasures(score),
      invented: inventedPeople(profile, readings),
    });
    baseline.push(scoreDiscovery(truth, discoverByKeywords(readings)));
  }
  const scored = organisations.filter((entry) => entry.found + entry.missed > 0);
  return {
    task: 'discovery',
    dataset,
    n: organisations.length,
    metrics: {
      ...measuresOf(organisations),
      lowestF1: scored.length === 0 ? 1 : Math.min(...scored.map((entry) => entry.f1)),
      inventedPeople: organisations.reduce((sum, entry) => sum + entry.invented.length, 0),
    },
    organisations,
    baselines: { keywords: measuresOf(baseline) },
    parameters: { pages, matching: 'published rules of the data set', unitThresholdLogOdds: 0.8 },
  };
}

function measuresOf(scores: readonly DiscoveryCounts[]): Measures {
  const sum = (key: keyof DiscoveryCounts): number => scores.reduce((total, score) => total + score[key], 0);
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
  const units = { found: sum('found'), false: sum('false'), missed: sum('missed') };
  return {
    ...units,
    ...unitMeasures(units),
    leadershipRecall: share(sum('leadersFound'), sum('leaders')),
    dataPortalRecall: share(sum('portalsFound'), sum('portals')),
    governanceDocRecall: share(sum('docsFound'), sum('docs')),
  };
}

function predictionOf(id: string, profile: OrganisationProfile): DiscoveryPrediction {
  return {
    id,
    ranked: profile.departments.map((department) => department.name),
    leadership: [
      ...profile.leadership.map((leader) => leader.name),
      ...profile.departments.flatMap((department) =>
        department.head === undefined ? [] : [department.head.name],
      ),
    ],
    dataPortals: profile.dataPortals.map((portal) => portal.url),
    governanceDocs: profile.governanceDocs.map((doc) => doc.url),
  };
}

/** Names of reported people that stand, letter case aside, in no line of the pages, neither as given nor as "Last, First". */
export function inventedPeople(
  profile: Pick<OrganisationProfile, 'departments' | 'leadership'>,
  pages: readonly PageReading[],
): string[] {
  const names = new Set([
    ...profile.leadership.map((leader) => leader.name),
    ...profile.departments.flatMap((department) =>
      department.head === undefined ? [] : [department.head.name],
    ),
  ]);
  const left = new Map([...names].map((name) => [name, name.toLowerCase()]));
  for (const page of pages) {
    if (left.size === 0) break;
    const text = page.lines.map((line) => line.text.toLowerCase());
    for (const [name, folded] of left) {
      const inverted = folded.replace(/^(.+?) (\S+(?: (?:jr|sr|ii|iii|iv)\.?)?)$/, '$2, $1');
      if (text.some((line) => line.includes(folded) || line.includes(inverted))) left.delete(name);
    }
  }
  return [...left.keys()];
}
