import type { OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { Composition } from './composition.js';
import type { AssignedDocument, ComposedManifest } from './composition-content.js';

/** Something that must be put right before anything is deployed. */
export interface ValidationProblem {
  /** What it is about: an agent's, document's or rule's id. */
  subject: string;
  text: string;
}

/** What makes a composition undeployable; empty when it may be deployed. Warnings are another matter. */
export function validateComposition(
  composition: Composition,
  profile: OrganisationProfile,
): ValidationProblem[] {
  const { manifests, documents } = composition;
  if (manifests.length === 0) return [{ subject: 'agents', text: 'There is no agent to deploy.' }];
  const departments = new Set(profile.departments.map((department) => department.id));
  const agents = new Set(manifests.map(({ manifest }) => manifest.id));
  return [
    ...constitutionProblems(composition),
    ...manifests.flatMap((composed) => manifestProblems(composed, agents, departments)),
    ...personaProblems(manifests, profile),
    ...documents.flatMap((assigned) => documentProblems(assigned, agents)),
    ...ruleProblems(composition, agents, departments),
  ];
}

/** No policy loaded means deny: agents without a constitution are not deployed. */
function constitutionProblems({ policies, manifests }: Composition): ValidationProblem[] {
  const problems: ValidationProblem[] = [];
  if (!policies.some((rule) => rule.tier === 'constitutional')) {
    problems.push({
      subject: 'policies',
      text: 'The constitution is missing; without it nothing is deployed.',
    });
  }
  const concierges = manifests.filter(({ manifest }) => manifest.kind === 'concierge');
  if (concierges.length > 1) {
    problems.push({
      subject: 'agents',
      text: `There are ${concierges.length} concierges; there can be one.`,
    });
  }
  return problems;
}

function manifestProblems(
  { manifest }: ComposedManifest,
  agents: ReadonlySet<string>,
  departments: ReadonlySet<string>,
): ValidationProblem[] {
  const texts: string[] = [];
  const { department, kind, escalationContact, instructionKernel, knowledgeProfile, routes } = manifest;
  if (kind === 'department' && (department === null || !departments.has(department))) {
    texts.push(`${manifest.name} belongs to a department that the profile does not have.`);
  }
  for (const unknown of knowledgeProfile.departments.filter((id) => !departments.has(id))) {
    texts.push(
      `${manifest.name} reads the knowledge of "${unknown}", a department that the profile does not have.`,
    );
  }
  for (const { agent } of routes.filter((route) => !agents.has(route.agent))) {
    texts.push(`${manifest.name} sends questions to "${agent}", an agent that does not exist.`);
  }
  if (manifest.name.trim() === '') texts.push('An agent has no name.');
  if (instructionKernel.trim() === '') texts.push(`${manifest.name} has no instructions.`);
  if (escalationContact.role.trim() === '') texts.push(`${manifest.name} has nobody to hand a question to.`);
  if (hasPlaceholder(instructionKernel))
    texts.push(`The instructions of ${manifest.name} hold a placeholder.`);
  return texts.map((text) => ({ subject: manifest.id, text }));
}

/** An agent is a role. One that bears an official's name would speak as that person. */
function personaProblems(
  manifests: readonly ComposedManifest[],
  profile: OrganisationProfile,
): ValidationProblem[] {
  const people = new Set(
    [...profile.leadership, ...profile.departments.flatMap(({ head }) => (head === undefined ? [] : [head]))]
      .map((person) => folded(person.name))
      .filter((name) => name.trim().includes(' ')),
  );
  return manifests.flatMap(({ manifest }) => {
    const name = folded(manifest.name);
    const person = [...people].find((candidate) => name.includes(candidate));
    if (person === undefined) return [];
    return [
      { subject: manifest.id, text: `${manifest.name} bears the name of a real official; use a role.` },
    ];
  });
}

/** Words in lower case between single blanks, so that a name is found as whole words only. */
function folded(text: string): string {
  return ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}

function documentProblems(
  { document, agents }: AssignedDocument,
  known: ReadonlySet<string>,
): ValidationProblem[] {
  const texts: string[] = [];
  if (document.sources.length === 0) texts.push(`"${document.title}" names no source.`);
  if (document.markdown.trim() === '') texts.push(`"${document.title}" is empty.`);
  // Only what we compile ourselves: a page may quote a template of somebody else's form letter.
  if (document.kind !== 'page' && hasPlaceholder(document.markdown)) {
    texts.push(`"${document.title}" holds a placeholder.`);
  }
  if (document.statements.some((statement) => statement.source === '' || statement.quote.trim() === '')) {
    texts.push(`"${document.title}" holds a statement without its source.`);
  }
  for (const agent of agents.filter((id) => !known.has(id))) {
    texts.push(`"${document.title}" is given to "${agent}", an agent that does not exist.`);
  }
  return texts.map((text) => ({ subject: document.id, text }));
}

function hasPlaceholder(text: string): boolean {
  return /\{\{[^{}]*\}\}|\[(?:TODO|TBD|INSERT|PLACEHOLDER|YOUR)\b[^\]]*\]|\blorem ipsum\b/i.test(text);
}

function ruleProblems(
  { policies }: Composition,
  agents: ReadonlySet<string>,
  departments: ReadonlySet<string>,
): ValidationProblem[] {
  return policies.flatMap(({ id, tier, title, scope }) => {
    const target = tier === 'department' ? departments : tier === 'agent' ? agents : undefined;
    if (target === undefined || (scope !== undefined && target.has(scope))) return [];
    const what = scope === undefined ? 'names no scope' : `is for "${scope}", which does not exist`;
    return [{ subject: id, text: `The ${tier} rule "${title}" ${what}; it would bind nobody.` }];
  });
}
