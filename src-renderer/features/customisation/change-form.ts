import type { Mode, Sensitivity } from '@shared/contract/agent-manifest.js';
import { type CustomisationView, type Operation, operationSchema } from '@shared/contract/customisation.js';
import type { Contact, OrganisationType } from '@shared/contract/organisation-profile.js';

/** A change as it is being typed: may still be incomplete. One form for every operation of the contract. */
export type ChangeForm =
  | { op: 'set-organisation'; name: string; type: OrganisationType; state: string }
  | { op: 'add-department'; name: string; url: string; parentId: string }
  | { op: 'remove-department'; department: string }
  | { op: 'rename-department'; department: string; name: string }
  | { op: 'merge-departments'; from: string; into: string }
  | { op: 'set-head'; department: string; name: string; title: string; vacant: boolean }
  | { op: 'set-contact'; department: string; kind: Contact['kind']; value: string }
  | { op: 'rename-agent'; agent: string; name: string }
  | { op: 'set-template'; agent: string; template: string }
  | { op: 'set-sensitivity'; agent: string; ceiling: Sensitivity }
  | { op: 'set-mode-default'; agent: string; mode: Mode }
  | {
      op: 'add-rule';
      tier: 'organisation' | 'department' | 'agent';
      scope: string;
      title: string;
      text: string;
      modeFloor: Mode | '';
    }
  | { op: 'remove-rule'; rule: string }
  | {
      op: 'edit-knowledge';
      agent: string;
      organisationWide: boolean;
      departments: string[];
      includeUrls: string[];
      excludeDocuments: string[];
    };

/** The operation that the form asks for, or what is still missing, in words. */
export type FormResult = { ok: true; operation: Operation } | { ok: false; missing: string };

/** Turns a form into an operation of the contract, checked by the contract's own schema. */
export function toOperation(form: ChangeForm, view: CustomisationView): FormResult {
  const parsed = operationSchema.safeParse(compose(form, view));
  if (parsed.success) return { ok: true, operation: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue?.path.at(-1) ?? issue?.path[0] ?? 'value';
  return { ok: false, missing: missingWords[String(field)] ?? `Check the field “${String(field)}”.` };
}

const missingWords: Record<string, string> = {
  name: 'Enter a name.',
  title: 'Enter a title.',
  text: 'Enter the text of the rule.',
  url: 'Enter a whole web address, with https://.',
  into: 'Choose the department to merge into.',
  scope: 'Choose what the rule is for.',
  value: 'Enter the contact.',
  template: 'Choose a template.',
};

function compose(form: ChangeForm, view: CustomisationView): unknown {
  switch (form.op) {
    case 'set-organisation':
      return { op: form.op, name: form.name, type: form.type, ...optional('state', form.state) };
    case 'add-department':
      return {
        op: form.op,
        id: newDepartmentId(
          form.name,
          view.profile.departments.map((department) => department.id),
        ),
        name: form.name,
        ...optional('url', form.url),
        ...optional('parentId', form.parentId),
      };
    case 'set-head':
      return {
        op: form.op,
        department: form.department,
        head: form.vacant ? null : { name: form.name, title: form.title },
      };
    case 'set-contact':
      return {
        op: form.op,
        department: form.department,
        // The contract allows an empty contact; a person who enters one has forgotten it.
        contact: { kind: form.kind, value: form.value.trim() === '' ? null : form.value.trim() },
      };
    case 'add-rule': {
      const scoped = form.tier !== 'organisation';
      return {
        op: form.op,
        id: newDepartmentId(
          `rule ${form.title}`,
          view.rules.map((rule) => rule.id),
        ),
        tier: form.tier,
        ...(scoped ? { scope: form.scope === '' ? null : form.scope } : {}),
        title: form.title,
        text: form.text,
        ...optional('modeFloor', form.modeFloor),
      };
    }
    case 'edit-knowledge': {
      const profile = view.agents.find((agent) => agent.id === form.agent)?.knowledgeProfile;
      const before = profile?.departments ?? [];
      return {
        op: form.op,
        agent: form.agent,
        organisationWide: form.organisationWide,
        addDepartments: form.departments.filter((id) => !before.includes(id)),
        removeDepartments: before.filter((id) => !form.departments.includes(id)),
        includeUrls: form.includeUrls,
        excludeDocuments: form.excludeDocuments,
      };
    }
    default:
      return form;
  }
}

function optional(key: string, value: string): Record<string, string> {
  return value.trim() === '' ? {} : { [key]: value.trim() };
}

/** Kebab-case of a name, unlike every id in `taken`; `item` for a name without letters or digits. */
export function newDepartmentId(name: string, taken: readonly string[]): string {
  const base =
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'item';
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(id)) return id;
  }
}
