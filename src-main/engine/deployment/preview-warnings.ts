import type { AgentProposal, Mode, PolicyRule } from '@shared/contract/agent-manifest.js';
import type { Preview } from '@shared/contract/deployment-record.js';
import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { policiesFor } from '../agents/index.js';
import type { Composition } from './composition.js';
import type { AssignedDocument } from './composition-content.js';

/** What a reviewer looks at before approving. */
export interface PreviewContext {
  profile: OrganisationProfile;
  proposals: readonly AgentProposal[];
  composition: Composition;
  /** Corrections that a later discovery contradicts and nobody has decided yet. */
  openConflicts: number;
}

type Warning = Preview['warnings'][number];

/** Below these a human should look before approving: a guess is marked as a guess. */
const lowConfidence = { template: 0.5, department: 0.6 } as const;
const largeFileBytes = 1024 * 1024;
const staleMs = 365 * 24 * 60 * 60 * 1000;

/** What is deployable and still deserves a look, the weightiest first. `subject` is an id, a path, or 'organisation'. */
export function previewWarnings(context: PreviewContext): Warning[] {
  const { profile, proposals, composition, openConflicts } = context;
  return [
    ...conflictWarnings(openConflicts),
    ...profile.departments.flatMap((department) => departmentWarnings(department, context)),
    ...proposals.flatMap((proposal) => agentWarnings(proposal, composition)),
    ...ruleWarnings(composition.policies),
    ...documentWarnings(composition.documents),
    ...fileWarnings(composition),
    ...coverageWarnings(profile),
  ];
}

function conflictWarnings(open: number): Warning[] {
  if (open === 0) return [];
  const text = `${open} of your corrections ${open === 1 ? 'is' : 'are'} contradicted by the latest discovery; until somebody decides, the correction stands.`;
  return [{ subject: 'organisation', text }];
}

function departmentWarnings(department: Department, { proposals, composition }: PreviewContext): Warning[] {
  const texts: string[] = [];
  if (department.contacts.length === 0) texts.push(`${department.name} has no contact to hand questions to.`);
  if (department.head === undefined && department.kind !== 'division' && department.kind !== 'board') {
    texts.push(`Nobody is known to head ${department.name}.`);
  }
  if (department.confidence < lowConfidence.department) {
    texts.push(`${department.name} was found with a confidence of ${percent(department.confidence)} only.`);
  }
  const ownDocuments = composition.documents.filter(({ document }) =>
    document.departments.includes(department.id),
  );
  if (!ownDocuments.some(({ document }) => document.kind === 'page')) {
    texts.push(`No page about ${department.name} was read; its agent knows little of its own.`);
  }
  if (!proposals.some((proposal) => proposal.departmentId === department.id)) {
    texts.push(`No agent is proposed for ${department.name}.`);
  }
  return texts.map((text) => ({ subject: department.id, text }));
}

function agentWarnings(proposal: AgentProposal, composition: Composition): Warning[] {
  const texts: string[] = [];
  const { template, name, sensitivityCeiling, modes } = proposal;
  if (proposal.kind === 'department' && template.confidence < lowConfidence.template) {
    texts.push(
      `${name} uses the template "${template.title}", which fits with ${percent(template.confidence)} only.`,
    );
  }
  if (sensitivityCeiling !== 'public' && sensitivityCeiling !== 'internal') {
    texts.push(`${name} may handle ${sensitivityCeiling} information.`);
  }
  if (modes.default === 'execute') texts.push(`${name} may use tools by default.`);
  if (!composition.documents.some(({ agents }) => agents.includes(proposal.id))) {
    texts.push(`${name} has no document to answer from: it will hand over every question.`);
  }
  const rules = policiesFor({ id: proposal.id, departmentId: proposal.departmentId }, composition.policies);
  const raising = rules.find(
    (rule) => rule.modeFloor !== undefined && restriction(rule.modeFloor) > restriction(modes.default),
  );
  if (raising !== undefined) {
    texts.push(
      `${name} is set to "${modes.default}", but the rule "${raising.title}" allows no less than "${raising.modeFloor}" where it applies.`,
    );
  }
  return texts.map((text) => ({ subject: proposal.id, text }));
}

/** When an answer reaches the asker: at once, after a person approved, or never. Drafts and actions wait alike. */
function restriction(mode: Mode): number {
  return { inform: 0, draft: 1, execute: 1, escalate: 2 }[mode];
}

/** Rules that people added and that say different things about the same: a lower tier cannot loosen a higher one. */
function ruleWarnings(policies: readonly PolicyRule[]): Warning[] {
  return policies.flatMap((rule, index) => {
    if (rule.tier === 'constitutional') return [];
    const earlier = policies.slice(0, index).filter((other) => covers(other, rule));
    const twin = earlier.find((other) => sameWords(other.title, rule.title));
    if (twin === undefined) return [];
    if (sameWords(twin.text, rule.text) && twin.modeFloor === rule.modeFloor) {
      return [
        { subject: rule.id, text: `The rule "${rule.title}" repeats a rule of the ${twin.tier} tier.` },
      ];
    }
    const looser =
      twin.modeFloor !== undefined && restriction(rule.modeFloor ?? 'inform') < restriction(twin.modeFloor);
    const text = looser
      ? `The rule "${rule.title}" is looser than the ${twin.tier} rule of that name; the stricter one applies.`
      : `There are two rules named "${rule.title}" that bind the same agents and differ; both apply.`;
    return [{ subject: rule.id, text }];
  });
}

function covers(higher: PolicyRule, rule: PolicyRule): boolean {
  return higher.tier === rule.tier ? higher.scope === rule.scope : higher.scope === undefined;
}

function sameWords(one: string, other: string): boolean {
  const words = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return words(one) === words(other);
}

function documentWarnings(documents: readonly AssignedDocument[]): Warning[] {
  const newest = Math.max(...documents.map(({ document }) => Date.parse(document.retrievedAt) || 0));
  return documents.flatMap(({ document, agents }) => {
    const texts: string[] = [];
    if (agents.length === 0) texts.push(`No agent reads "${document.title}".`);
    // Against the newest document and not today: a preview does not change by being looked at later.
    if (newest - Date.parse(document.retrievedAt) > staleMs) {
      texts.push(`"${document.title}" was read more than a year before the newest document.`);
    }
    return texts.map((text) => ({ subject: document.id, text }));
  });
}

function fileWarnings({ files }: Composition): Warning[] {
  return files
    .filter((file) => file.bytes.length > largeFileBytes)
    .map(({ path, bytes }) => {
      const megabytes = (bytes.length / largeFileBytes).toFixed(1);
      return {
        subject: path,
        text: `${path} is large (${megabytes} MiB); some platforms take at most 1 MiB a file.`,
      };
    });
}

function coverageWarnings({ coverage, departments }: OrganisationProfile): Warning[] {
  const warnings: Warning[] = [];
  const all = coverage.visited + coverage.known + coverage.blocked + coverage.errors;
  if (coverage.visited > 0 && coverage.visited < all / 2) {
    const text = `Only ${coverage.visited} of ${all} known pages were read; knowledge may be incomplete.`;
    warnings.push({ subject: 'organisation', text });
  }
  if (departments.length === 0) {
    warnings.push({
      subject: 'organisation',
      text: 'No department was found; only organisation-wide agents are deployed.',
    });
  }
  return warnings;
}

function percent(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}
