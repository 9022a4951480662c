import type { Operation, RecordedOperation } from '@shared/contract/customisation.js';
import type {
  Contact,
  Department,
  Leader,
  OrganisationProfile,
} from '@shared/contract/organisation-profile.js';
import { correctedDepartment, readBase } from './base.js';
import { humanEvidence, inForce } from './human-evidence.js';

/** The profile with the human's word, and what became of each operation. */
export interface CustomisedProfile {
  profile: OrganisationProfile;
  /** Ids of the operations in force that took effect on the profile, in order. */
  applied: string[];
  /** Ids of those whose department is not there (any more). */
  unapplied: string[];
  /** Departments as they were before a person renamed or merged them, and the id that stands for them now. */
  former: { department: Department; into: string }[];
}

/** The profile while operations are applied, one after the other. */
interface Draft {
  organisation: OrganisationProfile['organisation'];
  departments: Department[];
  leadership: Leader[];
  former: CustomisedProfile['former'];
  /** Departments that a person removed or merged away: no later correction brings them back. */
  gone: Set<string>;
}

/**
 * Lays the human's corrections over a discovered profile. Pure and deterministic; neither argument is changed. A
 * department that was corrected and that discovery no longer finds stays as the person saw it.
 */
export function applyToProfile(
  profile: OrganisationProfile,
  operations: readonly RecordedOperation[],
): CustomisedProfile {
  const draft: Draft = {
    organisation: profile.organisation,
    departments: [...profile.departments],
    leadership: [...profile.leadership],
    former: [],
    gone: new Set(),
  };
  const applied: string[] = [];
  const unapplied: string[] = [];
  for (const recorded of inForce(operations)) {
    const done = applyOne(draft, recorded);
    if (done !== null) (done ? applied : unapplied).push(recorded.id);
  }
  const { organisation, leadership, former } = draft;
  const departments = withSoundParents(draft.departments);
  return { profile: { ...profile, organisation, departments, leadership }, applied, unapplied, former };
}

/** Whether the operation took effect; null when it does not concern the profile. */
function applyOne(draft: Draft, recorded: RecordedOperation): boolean | null {
  const { operation } = recorded;
  revive(draft, recorded);
  switch (operation.op) {
    case 'set-organisation':
      return setOrganisation(draft, recorded, operation);
    case 'add-department':
      return addDepartment(draft, recorded, operation);
    case 'remove-department':
      return removeDepartment(draft, operation.department);
    case 'rename-department':
      return change(draft, operation.department, (department) => {
        draft.former.push({ department, into: department.id });
        const evidence = [humanEvidence(recorded, operation.name), ...department.evidence];
        return { ...department, name: operation.name, confidence: 1, evidence };
      });
    case 'merge-departments':
      return mergeDepartments(draft, operation.from, operation.into);
    case 'set-head':
      return setHead(draft, recorded, operation);
    case 'set-contact': {
      const { kind, value } = operation.contact;
      const contact: Contact = { kind, value, evidence: [humanEvidence(recorded, value)] };
      return change(draft, operation.department, (department) => ({
        ...department,
        contacts: [contact, ...department.contacts.filter((each) => each.kind !== kind)],
      }));
    }
    default:
      return null;
  }
}

/** Brings a corrected department back as the person saw it, when discovery has lost it and no person removed it. */
function revive(draft: Draft, { operation, base }: RecordedOperation): void {
  const id = correctedDepartment(operation);
  if (id === null || draft.gone.has(id) || draft.departments.some((each) => each.id === id)) return;
  const snapshot = readBase(base)?.snapshot;
  if (snapshot?.id === id) draft.departments.push(snapshot);
}

function change(draft: Draft, id: string, make: (department: Department) => Department): boolean {
  const place = draft.departments.findIndex((each) => each.id === id);
  const department = draft.departments[place];
  if (!department) return false;
  draft.departments[place] = make(department);
  return true;
}

function setOrganisation(
  draft: Draft,
  recorded: RecordedOperation,
  { name, type, state }: Extract<Operation, { op: 'set-organisation' }>,
): boolean {
  const said = [name, type, state].filter((each) => each !== undefined).join(', ');
  draft.organisation = {
    ...draft.organisation,
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
    ...(state === undefined ? {} : { state }),
    confidence: 1,
    evidence: [humanEvidence(recorded, said), ...draft.organisation.evidence],
  };
  return true;
}

function addDepartment(
  draft: Draft,
  recorded: RecordedOperation,
  { id, name, url, parentId }: Extract<Operation, { op: 'add-department' }>,
): boolean {
  const given = {
    id,
    name,
    confidence: 1,
    ...(url === undefined ? {} : { url }),
    ...(parentId === undefined ? {} : { parentId }),
  };
  const proof = humanEvidence(recorded, name);
  // Discovery may find it later: then its evidence, contacts and head join, and the person's name for it stays.
  const found = change(draft, id, (department) => {
    if (department.name !== name) draft.former.push({ department, into: id });
    return { ...department, ...given, evidence: [proof, ...department.evidence] };
  });
  if (!found) draft.departments.push({ kind: 'department', contacts: [], ...given, evidence: [proof] });
  draft.gone.delete(id);
  return true;
}

function removeDepartment(draft: Draft, id: string): boolean {
  const department = draft.departments.find((each) => each.id === id);
  draft.gone.add(id);
  if (!department) return false;
  draft.departments = draft.departments
    .filter((each) => each !== department)
    .map((each) => (each.parentId === id ? withParent(each, department.parentId) : each));
  return true;
}

function mergeDepartments(draft: Draft, fromId: string, intoId: string): boolean {
  const from = draft.departments.find((each) => each.id === fromId);
  const into = draft.departments.find((each) => each.id === intoId);
  draft.gone.add(fromId);
  if (!into || fromId === intoId) return false;
  if (!from) return true;
  const parentId = isBelow(intoId, fromId, draft.departments) ? from.parentId : into.parentId;
  const merged = withParent(
    {
      ...into,
      ...(into.head || !from.head ? {} : { head: from.head }),
      ...(into.description !== undefined || from.description === undefined
        ? {}
        : { description: from.description }),
      contacts: distinctContacts([...into.contacts, ...from.contacts]),
      evidence: [...into.evidence, ...from.evidence],
    },
    parentId,
  );
  draft.departments = draft.departments
    .filter((each) => each !== from)
    .map((each) => {
      if (each === into) return merged;
      return each.parentId === fromId ? withParent(each, intoId) : each;
    });
  draft.leadership = draft.leadership.map((each) =>
    each.department === from.name ? { ...each, department: into.name } : each,
  );
  draft.former = draft.former.map((each) => (each.into === fromId ? { ...each, into: intoId } : each));
  draft.former.push({ department: from, into: intoId });
  return true;
}

/** The head, also where the list of leaders names the one whom the person replaced. */
function setHead(
  draft: Draft,
  recorded: RecordedOperation,
  { department: id, head }: Extract<Operation, { op: 'set-head' }>,
): boolean {
  const before = draft.departments.find((each) => each.id === id)?.head;
  const proof = head ? [humanEvidence(recorded, `${head.name}, ${head.title}`)] : [];
  if (before) {
    draft.leadership = draft.leadership.flatMap((leader) => {
      if (leader.name !== before.name || leader.title !== before.title) return [leader];
      return head ? [{ ...leader, ...head, confidence: 1, evidence: proof }] : [];
    });
  }
  return change(draft, id, ({ head: _, ...department }) =>
    head ? { ...department, head: { ...head, evidence: proof } } : department,
  );
}

function withParent({ parentId: _, ...department }: Department, parentId: string | undefined): Department {
  return parentId === undefined ? department : { ...department, parentId };
}

function isBelow(id: string, ancestor: string, departments: readonly Department[]): boolean {
  const seen = new Set<string>();
  let at = departments.find((each) => each.id === id)?.parentId;
  while (at !== undefined && !seen.has(at)) {
    if (at === ancestor) return true;
    seen.add(at);
    const next = at;
    at = departments.find((each) => each.id === next)?.parentId;
  }
  return false;
}

/** Without parents that are not there, and without circles. */
function withSoundParents(departments: readonly Department[]): Department[] {
  const sound = [...departments];
  const ids = new Set(sound.map((each) => each.id));
  sound.forEach((department, place) => {
    const { id, parentId } = department;
    if (parentId === undefined) return;
    if (!ids.has(parentId) || parentId === id || isBelow(id, id, sound)) {
      sound[place] = withParent(department, undefined);
    }
  });
  return sound;
}

function distinctContacts(contacts: readonly Contact[]): Contact[] {
  const seen = new Set<string>();
  return contacts.filter(({ kind, value }) => {
    const digits = value.replace(/\D/g, '');
    const key = `${kind} ${kind === 'phone' || kind === 'fax' ? digits : value.toLowerCase().replace(/\s+/g, ' ').trim()}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}
