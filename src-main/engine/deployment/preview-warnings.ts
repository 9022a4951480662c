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
    ...together(profile.departments.flatMap((department) => departmentFindings(department, context))),
    ...together(proposals.flatMap((proposal) => agentFindings(proposal, composition))),
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

/** Something to look at that may hold for many subjects alike. */
interface Finding {
  subject: string;
  name: string;
  /** The same for all that are told in one line when there are many. */
  sort: string;
  text: string;
  /** For many of a sort: the words before the names, and what to do. */
  many?: { of: (count: number) => string; advice: string };
}

/** From this many on a list of like warnings hides the others, and is told in one line. */
const manyAlike = 4;
const namesShown = 6;

/** Findings as warnings; many of one sort become one, where the first of them stood. */
function together(findings: readonly Finding[]): Warning[] {
  const bySort = new Map<string, Finding[]>();
  for (const each of findings) bySort.set(each.sort, [...(bySort.get(each.sort) ?? []), each]);
  return findings.flatMap(({ sort, subject, text, many }) => {
    const alike = bySort.get(sort) ?? [];
    if (many === undefined || alike.length < manyAlike) return [{ subject, text }];
    if (alike[0]?.subject !== subject) return [];
    const rest = alike.length - namesShown;
    const names = alike.slice(0, namesShown).map((each) => each.name);
    const listed = rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
    return [{ subject: 'organisation', text: `${many.of(alike.length)}: ${listed}. ${many.advice}` }];
  });
}

function departmentFindings(department: Department, { proposals, composition }: PreviewContext): Finding[] {
  const { id, name } = department;
  const findings: Omit<Finding, 'subject' | 'name'>[] = [];
  if (department.contacts.length === 0) {
    findings.push({
      sort: 'no-contact',
      text: `${name} has no contact to hand questions to.`,
      many: {
        of: (count) => `${count} departments have no contact to hand questions to`,
        advice: 'Read more of their pages, or set a contact under Customise.',
      },
    });
  }
  if (department.head === undefined && department.kind !== 'division' && department.kind !== 'board') {
    findings.push({
      sort: 'no-head',
      text: `Nobody is known to head ${name}.`,
      many: {
        of: (count) => `Nobody is known to head ${count} departments`,
        advice: 'Their agents hand over to the role that the template names.',
      },
    });
  }
  if (department.confidence < lowConfidence.department) {
    findings.push({
      sort: 'unsure',
      text: `${name} was found with a confidence of ${percent(department.confidence)} only.`,
      many: {
        of: (count) => `${count} departments were found with a low confidence`,
        advice: 'Look at their evidence, and remove what is no department.',
      },
    });
  }
  const ownDocuments = composition.documents.filter(({ document }) => document.departments.includes(id));
  if (!ownDocuments.some(({ document }) => document.kind === 'page')) {
    findings.push({
      sort: 'no-page',
      text: `No page about ${name} was read; its agent knows little of its own.`,
      many: {
        of: (count) =>
          `No page about ${count} departments was read, so that their agents know little of their own`,
        advice: 'Read more of the site, or remove the departments that need no agent.',
      },
    });
  }
  if (!proposals.some((proposal) => proposal.departmentId === id)) {
    findings.push({ sort: 'no-agent', text: `No agent is proposed for ${name}.` });
  }
  return findings.map((finding) => ({ subject: id, name, ...finding }));
}

function agentFindings(proposal: AgentProposal, composition: Composition): Finding[] {
  const { id, template, name, sensitivityCeiling, modes } = proposal;
  const findings: Omit<Finding, 'subject' | 'name'>[] = [];
  const add = (text: string) => findings.push({ sort: text, text });
  if (proposal.kind === 'department' && template.confidence < lowConfidence.template) {
    findings.push({
      sort: 'template',
      text: `${name} uses the template "${template.title}", which fits with ${percent(template.confidence)} only.`,
      many: {
        of: (count) =>
          `The templates of ${count} agents fit with less than ${percent(lowConfidence.template)}`,
        advice: 'Choose others under Customise, Agents.',
      },
    });
  }
  if (sensitivityCeiling !== 'public' && sensitivityCeiling !== 'internal') {
    findings.push({
      sort: sensitivityCeiling,
      text: `${name} may handle ${sensitivityCeiling} information.`,
      many: {
        of: (count) => `${count} agents may handle ${sensitivityCeiling} information`,
        advice:
          'What was read from the website is public; lower the ceiling where nothing else will be added.',
      },
    });
  }
  if (modes.default === 'execute') add(`${name} may use tools by default.`);
  if (!composition.documents.some(({ agents }) => agents.includes(proposal.id))) {
    add(`${name} has no document to answer from: it will hand over every question.`);
  }
  const rules = policiesFor({ id: proposal.id, departmentId: proposal.departmentId }, composition.policies);
  const raising = rules.find(
    (rule) => rule.modeFloor !== undefined && restriction(rule.modeFloor) > restriction(modes.default),
  );
  if (raising !== undefined) {
    add(
      `${name} is set to "${modes.default}", but the rule "${raising.title}" allows no less than "${raising.modeFloor}" where it applies.`,
    );
  }
  return findings.map((finding) => ({ subject: id, name, ...finding }));
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
