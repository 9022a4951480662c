import type { AgentManifest, AgentProposal, PolicyRule } from '@shared/contract/agent-manifest.js';
import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { type AgentTemplate, conciergeTemplateId, templateById } from './agent-template.js';
import { instructionKernel } from './instruction-kernel.js';
import { oneLine } from './role-names.js';

/** What a manifest needs besides its proposal. */
export interface ManifestContext {
  organisation: Pick<OrganisationProfile['organisation'], 'name' | 'country' | 'state'>;
  templates: readonly AgentTemplate[];
  /** All rules of the organisation: those that do not bind this agent are left out here. */
  policies: readonly PolicyRule[];
  policyHash: string;
  knowledgeHash: string;
  /** Where the concierge may send a question; ignored for others. */
  routes: AgentManifest['routes'];
}

/** The manifest of an agent as it would be deployed. Pure: equal inputs give equal bytes. */
export function buildManifest(proposal: AgentProposal, context: ManifestContext): AgentManifest {
  const { organisation, templates, policyHash, knowledgeHash } = context;
  const routes =
    proposal.kind === 'concierge' ? context.routes.filter((route) => route.agent !== proposal.id) : [];
  return {
    schema: 'aios.agent-manifest/1',
    id: proposal.id,
    organisation: organisation.name,
    department: proposal.departmentId,
    kind: proposal.kind,
    name: proposal.name,
    description: proposal.description,
    template: { id: proposal.template.id, version: proposal.template.version },
    instructionKernel: instructionKernel(proposal, {
      organisation,
      template: templateById(templates, proposal.template.id),
      policies: policiesFor(proposal, context.policies),
      routes,
    }),
    modes: proposal.modes,
    sensitivityCeiling: proposal.sensitivityCeiling,
    knowledgeProfile: proposal.knowledgeProfile,
    // No tool is granted by a template: tools are granted by a person.
    actionProfile: { tools: [] },
    escalationContact: proposal.escalationContact,
    routes,
    guardrails: proposal.guardrails,
    policyHash,
    knowledgeHash,
  };
}

const tierOrder = ['constitutional', 'organisation', 'department', 'agent'];

/** The rules that bind an agent, the highest tier first. */
export function policiesFor(
  proposal: Pick<AgentProposal, 'id' | 'departmentId'>,
  policies: readonly PolicyRule[],
): PolicyRule[] {
  return policies
    .filter(({ tier, scope }) => {
      if (tier === 'department') return scope !== undefined && scope === proposal.departmentId;
      return tier === 'agent' ? scope === proposal.id : true;
    })
    .sort((a, b) => tierOrder.indexOf(a.tier) - tierOrder.indexOf(b.tier));
}

/** The routes of the concierge: every other agent, with the topics by which it is recognised. */
export function conciergeRoutes(
  proposals: readonly AgentProposal[],
  templates: readonly AgentTemplate[],
): AgentManifest['routes'] {
  return proposals
    .filter((proposal) => proposal.kind === 'department' && proposal.template.id !== conciergeTemplateId)
    .map((proposal) => ({
      agent: proposal.id,
      department: proposal.escalationContact.department,
      topics: [
        oneLine(proposal.escalationContact.department),
        ...templateById(templates, proposal.template.id).topics,
      ],
    }));
}
