import { agentsProcedures } from './agents-procedures.js';
import { auditProcedures } from './audit-procedures.js';
import { customisationProcedures } from './customisation-procedures.js';
import { deploymentProcedures } from './deployment-procedures.js';
import { discoveryProcedures } from './discovery-procedures.js';
import { knowledgeProcedures } from './knowledge-procedures.js';
import { procedures } from './session.js';
import { systemProcedures } from './system-procedures.js';
import { tenantsProcedures } from './tenants-procedures.js';

/** The whole contract, implemented. */
export const router = procedures.router({
  system: systemProcedures,
  tenants: tenantsProcedures,
  discovery: discoveryProcedures,
  customisation: customisationProcedures,
  agents: agentsProcedures,
  knowledge: knowledgeProcedures,
  deployment: deploymentProcedures,
  audit: auditProcedures,
});
