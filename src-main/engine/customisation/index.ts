export { applyToAgents, rulesOf } from './apply-to-agents.js';
export { applyToProfile, type CustomisedProfile } from './apply-to-profile.js';
export { baseOf, type Discovered, type OperationBase } from './base.js';
export { CustomisationService, type CustomisedOrganisation } from './customisation-service.js';
export type { DiscoveredOrganisation } from './discovered-organisation.js';
export { mergeDiscovery, subjectOf } from './merge-discovery.js';
export {
  applyOverlay,
  type OverlayView,
  type Recording,
  recordOperations,
  resolveConflict,
  undoOperation,
} from './overlay.js';
export { type CurrentState, validOperation } from './validate-operation.js';
