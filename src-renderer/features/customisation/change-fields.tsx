import { Radio, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { modes, sensitivities } from '@shared/contract/agent-manifest.js';
import type { CustomisationView } from '@shared/contract/customisation.js';
import { organisationTypes } from '@shared/contract/organisation-profile.js';
import { known, useQuery } from '../../app/use-engine.js';
import { explainMode } from '../../ui/tags.js';
import type { ChangeForm } from './change-form.js';
import { KnowledgeFields } from './knowledge-fields.js';

interface ChangeFieldsProps<F extends ChangeForm = ChangeForm> {
  view: CustomisationView;
  form: F;
  onChange: (form: ChangeForm) => void;
}
type Form<Op extends ChangeForm['op']> = Extract<ChangeForm, { op: Op }>;

/** The fields of a form. */
export function ChangeFields({ view, form, onChange }: ChangeFieldsProps) {
  switch (form.op) {
    case 'set-organisation':
      return <OrganisationFields view={view} form={form} onChange={onChange} />;
    case 'add-department':
      return <NewDepartmentFields view={view} form={form} onChange={onChange} />;
    case 'remove-department':
      return (
        <Text size="sm">
          <b>{departmentName(view, form.department)}</b> and its agent will not be deployed. It can be undone
          under Changes.
        </Text>
      );
    case 'rename-department':
    case 'rename-agent':
      return (
        <TextInput
          label={form.op === 'rename-agent' ? 'Name of the agent' : 'Name of the department'}
          description={form.op === 'rename-agent' ? 'A role, never the name of a real official.' : undefined}
          value={form.name}
          maxLength={200}
          onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
          data-autofocus
          required
        />
      );
    case 'merge-departments':
      return (
        <Select
          label={`Merge “${departmentName(view, form.from)}” into`}
          description="Contacts, evidence and knowledge of both are kept under the department that remains."
          data={departmentChoices(view, form.from)}
          value={form.into === '' ? null : form.into}
          onChange={(into) => onChange({ ...form, into: into ?? '' })}
          searchable
          data-autofocus
          required
        />
      );
    case 'set-head':
      return <HeadFields view={view} form={form} onChange={onChange} />;
    case 'set-contact':
      return <ContactFields view={view} form={form} onChange={onChange} />;
    case 'set-template':
      return <TemplateFields view={view} form={form} onChange={onChange} />;
    case 'set-sensitivity':
      return (
        <Radio.Group
          label={`Highest sensitivity that ${agentName(view, form.agent)} reads`}
          value={form.ceiling}
          onChange={(value) =>
            onChange({ ...form, ceiling: sensitivities.find((one) => one === value) ?? form.ceiling })
          }
        >
          <Stack gap={6} mt="xs">
            {sensitivities.map((one) => (
              <Radio key={one} value={one} label={one} />
            ))}
          </Stack>
        </Radio.Group>
      );
    case 'set-mode-default':
      return (
        <Radio.Group
          label={`How ${agentName(view, form.agent)} answers when no rule says more`}
          value={form.mode}
          onChange={(value) => onChange({ ...form, mode: modes.find((one) => one === value) ?? form.mode })}
        >
          <Stack gap={8} mt="xs">
            {modes.map((one) => (
              <Radio key={one} value={one} label={one} description={explainMode(one)} />
            ))}
          </Stack>
        </Radio.Group>
      );
    case 'add-rule':
      return <RuleFields view={view} form={form} onChange={onChange} />;
    case 'remove-rule':
      return (
        <Text size="sm">
          The rule <b>{view.rules.find((rule) => rule.id === form.rule)?.title ?? form.rule}</b> will not be
          deployed. It can be undone under Changes.
        </Text>
      );
    case 'edit-knowledge':
      return <KnowledgeFields view={view} form={form} onChange={onChange} />;
  }
}

export function departmentName(view: CustomisationView, id: string): string {
  return view.profile.departments.find((department) => department.id === id)?.name ?? id;
}

function agentName(view: CustomisationView, id: string): string {
  return view.agents.find((agent) => agent.id === id)?.name ?? id;
}

export function departmentChoices(view: CustomisationView, without?: string) {
  return view.profile.departments
    .filter((department) => department.id !== without)
    .map((department) => ({ value: department.id, label: department.name }));
}

function OrganisationFields({ form, onChange }: ChangeFieldsProps<Form<'set-organisation'>>) {
  return (
    <>
      <TextInput
        label="Name"
        value={form.name}
        maxLength={200}
        onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
        data-autofocus
        required
      />
      <Select
        label="Type"
        data={[...organisationTypes]}
        value={form.type}
        onChange={(type) =>
          onChange({ ...form, type: organisationTypes.find((one) => one === type) ?? form.type })
        }
      />
      <TextInput
        label="State or region"
        value={form.state}
        maxLength={200}
        onChange={(event) => onChange({ ...form, state: event.currentTarget.value })}
      />
    </>
  );
}

function NewDepartmentFields({ view, form, onChange }: ChangeFieldsProps<Form<'add-department'>>) {
  return (
    <>
      <TextInput
        label="Name of the department"
        value={form.name}
        maxLength={200}
        onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
        data-autofocus
        required
      />
      <TextInput
        label="Address of its page"
        placeholder="https://"
        value={form.url}
        onChange={(event) => onChange({ ...form, url: event.currentTarget.value })}
      />
      <Select
        label="Part of"
        placeholder="The organisation itself"
        data={departmentChoices(view)}
        value={form.parentId === '' ? null : form.parentId}
        onChange={(parentId) => onChange({ ...form, parentId: parentId ?? '' })}
        searchable
        clearable
      />
    </>
  );
}

function HeadFields({ form, onChange }: ChangeFieldsProps<Form<'set-head'>>) {
  return (
    <>
      <TextInput
        label="Name"
        value={form.name}
        maxLength={200}
        disabled={form.vacant}
        onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
        data-autofocus
        required={!form.vacant}
      />
      <TextInput
        label="Title"
        value={form.title}
        maxLength={200}
        disabled={form.vacant}
        onChange={(event) => onChange({ ...form, title: event.currentTarget.value })}
        required={!form.vacant}
      />
      <Switch
        label="Nobody leads it at present"
        checked={form.vacant}
        onChange={(event) => onChange({ ...form, vacant: event.currentTarget.checked })}
      />
    </>
  );
}

const contactKinds = ['phone', 'email', 'address', 'fax', 'form'] as const;

function ContactFields({ form, onChange }: ChangeFieldsProps<Form<'set-contact'>>) {
  return (
    <>
      <Select
        label="Kind"
        data={[...contactKinds]}
        value={form.kind}
        onChange={(kind) =>
          onChange({ ...form, kind: contactKinds.find((one) => one === kind) ?? form.kind })
        }
      />
      <TextInput
        label="Contact"
        value={form.value}
        onChange={(event) => onChange({ ...form, value: event.currentTarget.value })}
        data-autofocus
        required
      />
    </>
  );
}

function TemplateFields({ view, form, onChange }: ChangeFieldsProps<Form<'set-template'>>) {
  const templates = known(useQuery('agents.templates')) ?? [];
  const proposal = view.agents.find((agent) => agent.id === form.agent);
  const chosen = templates.find((template) => template.id === form.template);
  const data = templates.map((template) => ({ value: template.id, label: template.title }));
  return (
    <>
      <Select
        label={`Template of ${agentName(view, form.agent)}`}
        data={data}
        value={form.template}
        onChange={(template) => onChange({ ...form, template: template ?? form.template })}
        searchable
        data-autofocus
      />
      {chosen !== undefined && (
        <Text size="sm" c="dimmed">
          {chosen.description}
        </Text>
      )}
      {proposal !== undefined && (
        <div>
          <Text size="sm" fw={600}>
            Why “{proposal.template.title}” was proposed
          </Text>
          <ul className="plain-list">
            {proposal.template.reasons.map((reason) => (
              <li key={reason}>
                <Text size="sm">{reason}</Text>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

const tiers = ['organisation', 'department', 'agent'] as const;

function RuleFields({ view, form, onChange }: ChangeFieldsProps<Form<'add-rule'>>) {
  const scopes =
    form.tier === 'department'
      ? departmentChoices(view)
      : view.agents.map((agent) => ({ value: agent.id, label: agent.name }));
  return (
    <>
      <Select
        label="Applies to"
        data={[
          { value: 'organisation', label: 'The whole organisation' },
          { value: 'department', label: 'One department' },
          { value: 'agent', label: 'One agent' },
        ]}
        value={form.tier}
        onChange={(tier) =>
          onChange({ ...form, tier: tiers.find((one) => one === tier) ?? form.tier, scope: '' })
        }
      />
      {form.tier !== 'organisation' && (
        <Select
          label={form.tier === 'department' ? 'Department' : 'Agent'}
          data={scopes}
          value={form.scope === '' ? null : form.scope}
          onChange={(scope) => onChange({ ...form, scope: scope ?? '' })}
          searchable
          required
        />
      )}
      <TextInput
        label="Title"
        value={form.title}
        maxLength={200}
        onChange={(event) => onChange({ ...form, title: event.currentTarget.value })}
        data-autofocus
        required
      />
      <Textarea
        label="Text of the rule"
        description="In words that an agent and an auditor both understand. A rule can only restrict."
        value={form.text}
        maxLength={4000}
        onChange={(event) => onChange({ ...form, text: event.currentTarget.value })}
        required
      />
      <Select
        label="Least strict mode where it applies"
        placeholder="Leaves the mode as it is"
        data={modes.map((mode) => ({ value: mode, label: `${mode}: ${explainMode(mode)}` }))}
        value={form.modeFloor === '' ? null : form.modeFloor}
        onChange={(mode) => onChange({ ...form, modeFloor: modes.find((one) => one === mode) ?? '' })}
        clearable
      />
    </>
  );
}
