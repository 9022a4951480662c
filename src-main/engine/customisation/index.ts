export { CustomisationService, type CustomisedOrganisation } from './customisation-service.js';
export type { DiscoveredOrganisation } from './discovered-organisation.js';
