import type { AgentProposal } from '@shared/contract/agent-manifest.js';
import type { Contact, Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import type { AgentTemplate } from './agent-template.js';
import type { PersonNames } from './person-names.js';
import { headRole, oneLine, unitName } from './role-names.js';

/** Said where no number or address was found: a contact is never made up. */
export const askFrontDesk = 'Ask the front desk';

const frontDesk =
  /\b(?:311|front desk|call cent(?:er|re)|contact cent(?:er|re)|customer service|citizen service|information desk)\b/iu;
const leadingOffice = /\b(?:city|county|town|village) (?:manager|administrator|clerk)|administration\b/iu;

/** Who takes over from a department's agent: a role, its department, and a way to reach it that was read somewhere. */
export function escalationContactOf(
  department: Department,
  profile: OrganisationProfile,
  template: AgentTemplate,
  people: PersonNames,
): AgentProposal['escalationContact'] {
  const unit = unitName(department, people);
  return {
    role:
      headRole(department, people) ?? (unit === 'Department' ? template.escalationRole : `Head of ${unit}`),
    department: unit,
    channel: channelOf(department, profile, people),
  };
}

/** Where the concierge sends what fits nobody. */
export function frontDeskContactOf(
  profile: OrganisationProfile,
  template: AgentTemplate,
  people: PersonNames,
): AgentProposal['escalationContact'] {
  const desk = profile.departments.find((department) => frontDesk.test(department.name));
  return {
    role: template.escalationRole,
    department: desk ? unitName(desk, people) : oneLine(profile.organisation.name),
    channel: organisationChannel(profile, people) ?? askFrontDesk,
  };
}

function channelOf(department: Department, profile: OrganisationProfile, people: PersonNames): string {
  const parents = ancestorsOf(department, profile);
  for (const unit of [department, ...parents]) {
    const channel = channelFrom(unit.contacts, people);
    if (channel) return unit === department ? channel : `${channel} (${unitName(unit, people)})`;
  }
  return organisationChannel(profile, people) ?? askFrontDesk;
}

/** The organisation's own channel: its front desk, else the office that leads or keeps it. */
function organisationChannel(profile: OrganisationProfile, people: PersonNames): string | null {
  for (const kind of [frontDesk, leadingOffice]) {
    for (const unit of profile.departments) {
      const channel = kind.test(unit.name) ? channelFrom(unit.contacts, people) : null;
      if (channel) return `${channel} (${unitName(unit, people)})`;
    }
  }
  return null;
}

function channelFrom(contacts: readonly Contact[], people: PersonNames): string | null {
  const usable = contacts.filter((contact) => contact.evidence.length > 0 && contact.value.trim() !== '');
  const phone = usable.find((contact) => contact.kind === 'phone');
  if (phone) return `Phone ${oneLine(phone.value)}`;
  const email = usable.find((contact) => contact.kind === 'email' && !people.ownsAddress(contact.value));
  return email ? `E-mail ${oneLine(email.value)}` : null;
}

function ancestorsOf(department: Department, profile: OrganisationProfile): Department[] {
  const ancestors: Department[] = [];
  let parentId = department.parentId;
  while (parentId !== undefined && parentId !== department.id) {
    const parent = profile.departments.find((each) => each.id === parentId);
    if (!parent || ancestors.includes(parent)) break;
    ancestors.push(parent);
    parentId = parent.parentId;
  }
  return ancestors;
}
