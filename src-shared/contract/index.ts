import { agentsContract } from './agents.js';
import { auditContract } from './audit.js';
import { customisationContract } from './customisation.js';
import { deploymentContract } from './deployment.js';
import { discoveryContract } from './discovery.js';
import { knowledgeContract } from './knowledge.js';
import { systemContract } from './system.js';
import { tenantsContract } from './tenants.js';

/** The one contract that every transport serves: MessagePort, HTTP, and in-process. */
export const contract = {
  system: systemContract,
  tenants: tenantsContract,
  discovery: discoveryContract,
  customisation: customisationContract,
  agents: agentsContract,
  knowledge: knowledgeContract,
  deployment: deploymentContract,
  audit: auditContract,
};
