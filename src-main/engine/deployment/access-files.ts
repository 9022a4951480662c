import type { ComposedManifest } from './composition-content.js';
import { prettyJson } from './json-files.js';

/** What an agent's account may do. Rights of people are given by their own directory, not by a deployment. */
export const agentRoles = {
  'knowledge-reader': {
    title: 'Reads knowledge',
    grants: ['Reads the documents of its own knowledge profile, up to its sensitivity ceiling.'],
    refuses: ['Documents of other agents', 'Writing', 'Anything above its ceiling'],
  },
  'question-router': {
    title: 'Routes questions',
    grants: ['Hands a question to one of the agents that its routes name.'],
    refuses: ['Answering on behalf of a department', 'Agents outside its routes'],
  },
  'draft-author': {
    title: 'Writes drafts',
    grants: ['Submits a draft that stays withheld until a person approves it.'],
    refuses: ['Releasing its own draft'],
  },
  'tool-user': {
    title: 'Uses tools',
    grants: ['Calls the tools that its manifest names, after the approvals that the policies ask for.'],
    refuses: ['Tools that its manifest does not name'],
  },
  escalator: {
    title: 'Hands over to people',
    grants: ['Hands a question with its context to its escalation contact.'],
    refuses: ['Closing what it handed over'],
  },
} as const;
export type AgentRole = keyof typeof agentRoles;

/** One role of one agent's account. */
export interface AccessGrant {
  agent: string;
  account: string;
  role: AgentRole;
}

/** The least that each agent needs: roles follow from its manifest, nobody hands them out by hand. */
export function grantsFor(manifests: readonly ComposedManifest[]): AccessGrant[] {
  return manifests.flatMap(({ manifest }) => {
    const modes = [manifest.modes.default, ...manifest.modes.rules.map((rule) => rule.mode)];
    const roles: AgentRole[] = ['knowledge-reader', 'escalator'];
    if (manifest.kind === 'concierge') roles.push('question-router');
    if (modes.includes('draft')) roles.push('draft-author');
    if (manifest.actionProfile.tools.length > 0) roles.push('tool-user');
    return roles.sort().map((role) => ({ agent: manifest.id, account: accountOf(manifest.id), role }));
  });
}

/** The account under which an agent acts. */
export function accountOf(agent: string): string {
  return `agent:${agent}`;
}

/** Accounts and roles as files. They hold no secret: keys are made where the agents run, and never leave there. */
export function accessFiles(
  manifests: readonly ComposedManifest[],
  grants: readonly AccessGrant[],
): [path: string, text: string][] {
  const accounts = manifests.map(({ manifest }) => ({
    id: accountOf(manifest.id),
    agent: manifest.id,
    department: manifest.department,
    sensitivityCeiling: manifest.sensitivityCeiling,
    roles: grants.filter((grant) => grant.agent === manifest.id).map((grant) => grant.role),
    tools: manifest.actionProfile.tools,
    credentials: 'none: made by the platform at installation',
  }));
  return [
    ['auth/service-accounts.json', prettyJson({ schema: 'aios.service-accounts/1', accounts })],
    ['auth/roles.json', prettyJson({ schema: 'aios.roles/1', roles: agentRoles })],
  ];
}
