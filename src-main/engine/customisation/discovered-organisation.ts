import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { PagesByDepartment, PageText } from '../agents/index.js';
import type { CustomisedProfile } from './apply-to-profile.js';

/** What a finished discovery gives to customisation: its profile, and the pages by which agents are proposed. */
export interface DiscoveredOrganisation {
  /** Counts the profiles of this client. */
  version: number;
  runId: string;
  profile: OrganisationProfile;
  pagesByUrl: ReadonlyMap<string, PageText>;
  /** The pages of each department of a corrected profile. */
  pagesOf(profile: OrganisationProfile, former: CustomisedProfile['former']): PagesByDepartment;
}
