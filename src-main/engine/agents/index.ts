export { activateAgents, listAgents, readAgent, storeAgentVersions } from './agent-rows.js';
export { type AgentTemplate, loadTemplates } from './agent-template.js';
export { buildManifest, conciergeRoutes, policiesFor } from './build-manifest.js';
export type { PageText } from './page-evidence.js';
export { type PersonNames, personNamesOf } from './person-names.js';
export {
  agentIdOf,
  conciergeId,
  type PagesByDepartment,
  proposeAgents,
  withTemplate,
} from './propose-agents.js';
export { readConstitution, readTemplates } from './read-resources.js';
