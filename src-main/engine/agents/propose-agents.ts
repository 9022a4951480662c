import type { AgentProposal } from '@shared/contract/agent-manifest.js';
import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { parseUrl } from '@shared/kernel/parse-url.js';
import { type AgentTemplate, conciergeTemplateId, templateById } from './agent-template.js';
import { escalationContactOf, frontDeskContactOf } from './escalation-contact.js';
import { matchTemplate, type TemplateMatch } from './match-template.js';
import type { PageText } from './page-evidence.js';
import { type PersonNames, personNamesOf } from './person-names.js';
import { assistantName, oneLine, unitName } from './role-names.js';

export const conciergeId = 'concierge';

/** The id of a department's agent: it depends on nothing but the department's id. */
export const agentIdOf = (departmentId: string): string => `${departmentId}-assistant`;

/** The pages of each department that template matching reads, by department id. */
export type PagesByDepartment = ReadonlyMap<string, readonly PageText[]>;

/**
 * Proposes one agent for each department, in the profile's order, after a concierge that only routes. Pure: equal
 * inputs give equal proposals.
 */
export function proposeAgents(
  profile: OrganisationProfile,
  readingsByUrl: ReadonlyMap<string, PageText>,
  templates: readonly AgentTemplate[],
  assigned: PagesByDepartment = pagesByAddress(profile, readingsByUrl),
): AgentProposal[] {
  const people = personNamesOf(profile, templates);
  return [
    proposeConcierge(profile, templates, people),
    ...profile.departments.map((department) => {
      const match = matchTemplate(department, assigned.get(department.id) ?? [], templates);
      return proposeFor(department, profile, match, templates, people);
    }),
  ];
}

function proposeConcierge(
  profile: OrganisationProfile,
  templates: readonly AgentTemplate[],
  people: PersonNames,
): AgentProposal {
  const template = templateById(templates, conciergeTemplateId);
  const organisation = oneLine(profile.organisation.name);
  return {
    ...fromTemplate(template),
    id: conciergeId,
    kind: 'concierge',
    departmentId: null,
    name: organisation === '' ? 'Concierge' : `${organisation} Concierge`,
    description: `Finds the assistant that is responsible for a request${organisation === '' ? '' : ` to ${organisation}`}; gives no answers of its own.`,
    template: {
      id: template.id,
      version: template.version,
      title: template.title,
      confidence: 1,
      reasons: ['Every organisation gets one front door that only routes.'],
      alternatives: [],
    },
    knowledgeProfile: { departments: [], organisationWide: true, includeUrls: [], excludeDocuments: [] },
    escalationContact: frontDeskContactOf(profile, template, people),
  };
}

function proposeFor(
  department: Department,
  profile: OrganisationProfile,
  match: TemplateMatch,
  templates: readonly AgentTemplate[],
  people: PersonNames,
): AgentProposal {
  const template = templateById(templates, match.templateId);
  const unit = unitName(department, people);
  return {
    ...fromTemplate(template),
    id: agentIdOf(department.id),
    kind: 'department',
    departmentId: department.id,
    name: assistantName(unit),
    description: descriptionOf(unit, template),
    template: {
      id: template.id,
      version: template.version,
      title: template.title,
      confidence: match.confidence,
      reasons: match.reasons,
      alternatives: match.alternatives,
    },
    knowledgeProfile: {
      departments: [department.id, ...descendantsOf(department.id, profile.departments)],
      organisationWide: true,
      includeUrls: [],
      excludeDocuments: [],
    },
    escalationContact: escalationContactOf(department, profile, template, people),
  };
}

/** The proposal with the template that a person chose; what the person set otherwise is applied after this. */
export function withTemplate(
  proposal: AgentProposal,
  templateId: string,
  templates: readonly AgentTemplate[],
): AgentProposal {
  const template = templateById(templates, templateId);
  return {
    ...proposal,
    ...fromTemplate(template),
    description:
      proposal.kind === 'department'
        ? descriptionOf(proposal.escalationContact.department, template)
        : proposal.description,
    template: {
      id: template.id,
      version: template.version,
      title: template.title,
      confidence: 1,
      reasons: ['A person chose this template.'],
      alternatives: proposal.template.alternatives.filter((each) => each.id !== template.id),
    },
  };
}

function fromTemplate(
  template: AgentTemplate,
): Pick<AgentProposal, 'capabilities' | 'guardrails' | 'modes' | 'sensitivityCeiling'> {
  return {
    capabilities: [...template.capabilities],
    guardrails: [...template.guardrails],
    modes: { default: template.modes.default, rules: template.modes.rules.map((rule) => ({ ...rule })) },
    sensitivityCeiling: template.sensitivityCeiling,
  };
}

function descriptionOf(unit: string, template: AgentTemplate): string {
  const topics = template.topics.slice(0, 3).join('; ');
  return `Helps with what the ${unit} has published: ${topics}. Every answer names its source.`;
}

function descendantsOf(id: string, departments: readonly Department[], seen = new Set([id])): string[] {
  return departments.flatMap((each) => {
    if (each.parentId !== id || seen.has(each.id)) return [];
    seen.add(each.id);
    return [each.id, ...descendantsOf(each.id, departments, seen)];
  });
}

/** The pages at and below each department's address: enough to recognise its field of work. */
export function pagesByAddress(
  profile: OrganisationProfile,
  readingsByUrl: ReadonlyMap<string, PageText>,
): PagesByDepartment {
  const pages = [...readingsByUrl.values()].map((page) => ({ page, address: addressOf(page.url) }));
  pages.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  const shared = new Map<string, number>();
  for (const { url } of profile.departments) {
    if (url !== undefined) shared.set(addressOf(url), (shared.get(addressOf(url)) ?? 0) + 1);
  }
  return new Map(
    profile.departments.map((department) => {
      const address = department.url === undefined ? '' : addressOf(department.url);
      if (address === '' || (shared.get(address) ?? 0) > 1) return [department.id, []];
      const own = pages.filter(
        (each) =>
          each.address === address || (address.includes('/') && each.address.startsWith(`${address}/`)),
      );
      return [department.id, own.map((each) => each.page)];
    }),
  );
}

/** Host and path without what makes no difference: scheme, `www.`, index file, extension, trailing slash. */
function addressOf(url: string): string {
  const parsed = parseUrl(url, url.startsWith('/') ? 'http://mirror.invalid' : undefined);
  if (!parsed) return '';
  const { host, pathname, search } = parsed;
  const path = pathname.replace(/\/(?:index|default)\.[a-z]+$/i, '').replace(/\.(?:html?|php|aspx?)$/i, '');
  return `${host.replace(/^www\./, '')}${path.replace(/\/+$/, '')}${search}`;
}
