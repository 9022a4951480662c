export { activateAgents, listAgents, readAgent, storeAgentVersions } from './agent-rows.js';
export {
  type AgentTemplate,
  agentTemplateSchema,
  conciergeTemplateId,
  fallbackTemplateId,
  loadTemplates,
  templateById,
} from './agent-template.js';
export { buildManifest, conciergeRoutes, type ManifestContext, policiesFor } from './build-manifest.js';
export { loadConstitution } from './constitution.js';
export { askFrontDesk } from './escalation-contact.js';
export {
  emergencyNumber,
  instructionKernel,
  type KernelContext,
  longestKernel,
} from './instruction-kernel.js';
export { matchTemplate, type TemplateMatch } from './match-template.js';
export type { PageText } from './page-evidence.js';
export { type PersonNames, personNames, personNamesOf } from './person-names.js';
export {
  agentIdOf,
  conciergeId,
  type PagesByDepartment,
  pagesByAddress,
  proposeAgents,
  withTemplate,
} from './propose-agents.js';
export { readConstitution, readTemplates } from './read-resources.js';
