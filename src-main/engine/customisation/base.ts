import type { AgentProposal } from '@shared/contract/agent-manifest.js';
import type { Operation } from '@shared/contract/customisation.js';
import {
  type Department,
  departmentSchema,
  type OrganisationProfile,
} from '@shared/contract/organisation-profile.js';
import { assertNever } from '@shared/kernel/assert-never.js';
import { z } from 'zod';

/** What discovery found, before any human word: the profile and the agents proposed from it. */
export interface Discovered {
  profile: OrganisationProfile;
  proposals: readonly AgentProposal[];
}

const baseSchema = z.object({
  /** The discovered value in words; null where discovery has no such thing. */
  value: z.string().nullable(),
  /** The department as the person saw it, so that a correction of it can stand when discovery no longer finds it. */
  snapshot: departmentSchema.optional(),
  /** Addresses of the pages of the departments that the operation speaks of, by id: by them they are known again. */
  addresses: z.record(z.string(), z.string()).optional(),
});

/** What the human saw and overruled. */
export type OperationBase = z.infer<typeof baseSchema>;

/** Reads a recorded base; null when none was recorded or it has another shape. */
export function readBase(base: unknown): OperationBase | null {
  const parsed = baseSchema.safeParse(base);
  return parsed.success ? parsed.data : null;
}

/** What the human sees and overrules with this operation. */
export function baseOf(
  operation: Operation,
  profile: OrganisationProfile,
  proposals: readonly AgentProposal[],
): OperationBase {
  const value = discoveredValue(operation, { profile, proposals });
  const corrected = correctedDepartment(operation);
  const snapshot = profile.departments.find((each) => each.id === corrected);
  const addresses = addressesOf(operation, profile, proposals);
  return {
    value,
    ...(snapshot ? { snapshot } : {}),
    ...(Object.keys(addresses).length > 0 ? { addresses } : {}),
  };
}

/** The pages of the departments that an operation speaks of, where a page belongs to one department only. */
function addressesOf(
  operation: Operation,
  { departments }: OrganisationProfile,
  proposals: readonly AgentProposal[],
): Record<string, string> {
  const ids = new Set<string | null | undefined>();
  if ('department' in operation) ids.add(operation.department);
  if ('agent' in operation) ids.add(proposals.find((each) => each.id === operation.agent)?.departmentId);
  if (operation.op === 'merge-departments') ids.add(operation.from).add(operation.into);
  if (operation.op === 'add-rule') ids.add(operation.scope);
  return Object.fromEntries(
    departments.flatMap((each) => {
      const page = pageOf(each);
      const isOwn = departments.filter((other) => pageOf(other) === page).length === 1;
      return page !== undefined && isOwn && ids.has(each.id) ? [[each.id, page]] : [];
    }),
  );
}

/** The address of a department's page, without what makes no difference; undefined when it has none. */
export function pageOf(department: Pick<Department, 'url'>): string | undefined {
  return department.url
    ?.replace(/^https?:\/\/(?:www\.)?/i, '')
    .replace(/[?#].*$/, '')
    .replace(/\/(?:index\.[a-z]+)?$/i, '')
    .replace(/\.(?:html?|php|aspx?)$/i, '');
}

/** The department that an operation corrects, and so holds to exist. */
export function correctedDepartment(operation: Operation): string | null {
  switch (operation.op) {
    case 'rename-department':
    case 'set-head':
    case 'set-contact':
      return operation.department;
    case 'merge-departments':
      return operation.into;
    default:
      return null;
  }
}

/** What discovery says about the thing that an operation is about, in words; null when it does not find the thing. */
export function discoveredValue(operation: Operation, { profile, proposals }: Discovered): string | null {
  const department = (id: string) => profile.departments.find((each) => each.id === id);
  const proposal = (id: string) => proposals.find((each) => each.id === id);
  switch (operation.op) {
    case 'set-organisation':
      return organisationWords(operation, profile.organisation);
    case 'add-department':
      return department(operation.id)?.name ?? null;
    case 'remove-department':
    case 'rename-department':
      return department(operation.department)?.name ?? null;
    case 'merge-departments': {
      const from = department(operation.from);
      const into = department(operation.into);
      return into ? [from?.name, into.name].filter(Boolean).join(' and ') : null;
    }
    case 'set-head':
      return headWords(department(operation.department));
    case 'set-contact':
      return contactWords(department(operation.department), operation.contact.kind);
    case 'rename-agent':
      return proposal(operation.agent)?.name ?? null;
    case 'set-template':
      return proposal(operation.agent)?.template.id ?? null;
    case 'set-sensitivity':
      return proposal(operation.agent)?.sensitivityCeiling ?? null;
    case 'set-mode-default':
      return proposal(operation.agent)?.modes.default ?? null;
    case 'edit-knowledge':
      return knowledgeWords(proposal(operation.agent));
    case 'add-rule':
      if (operation.tier === 'organisation' || operation.scope === undefined) return 'the organisation';
      return department(operation.scope) || proposal(operation.scope) ? operation.scope : null;
    case 'remove-rule':
      return operation.rule;
    default:
      return assertNever(operation);
  }
}

type SetOrganisation = Extract<Operation, { op: 'set-organisation' }>;

/** The fields that the operation sets, as an organisation has them. */
export function organisationWords(
  operation: SetOrganisation,
  organisation: { name?: string | undefined; type?: string | undefined; state?: string | undefined },
): string {
  return (['name', 'type', 'state'] as const)
    .filter((field) => operation[field] !== undefined)
    .map((field) => `${field}: ${organisation[field] ?? 'unknown'}`)
    .join('; ');
}

function headWords(department: Department | undefined): string | null {
  if (!department) return null;
  return department.head ? `${department.head.name}, ${department.head.title}` : 'nobody';
}

function contactWords(department: Department | undefined, kind: string): string | null {
  if (!department) return null;
  const values = department.contacts.filter((each) => each.kind === kind).map((each) => each.value);
  return values.length === 0 ? 'none' : values.sort().join(', ');
}

function knowledgeWords(proposal: AgentProposal | undefined): string | null {
  if (!proposal) return null;
  const { departments, organisationWide } = proposal.knowledgeProfile;
  return `${[...departments].sort().join(', ')}${organisationWide ? ' and the whole organisation' : ''}`;
}

/** What the human says, in the words in which discovery's value is given where the two can agree. */
export function humanValue(operation: Operation): string {
  switch (operation.op) {
    case 'set-organisation':
      return organisationWords(operation, operation);
    case 'add-department':
    case 'rename-department':
    case 'rename-agent':
      return operation.name;
    case 'remove-department':
      return 'removed';
    case 'merge-departments':
      return `merged into ${operation.into}`;
    case 'set-head':
      return operation.head ? `${operation.head.name}, ${operation.head.title}` : 'nobody';
    case 'set-contact':
      return operation.contact.value;
    case 'set-template':
      return operation.template;
    case 'set-sensitivity':
      return operation.ceiling;
    case 'set-mode-default':
      return operation.mode;
    case 'add-rule':
      return operation.title;
    case 'remove-rule':
      return 'removed';
    case 'edit-knowledge':
      return 'edited by a person';
    default:
      return assertNever(operation);
  }
}
