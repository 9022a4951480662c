import { MultiSelect, Switch, TagsInput } from '@mantine/core';
import type { CustomisationView } from '@shared/contract/customisation.js';
import { known, useQuery } from '../../app/use-engine.js';
import type { ChangeForm } from './change-form.js';

interface KnowledgeFieldsProps {
  view: CustomisationView;
  form: Extract<ChangeForm, { op: 'edit-knowledge' }>;
  onChange: (form: ChangeForm) => void;
}

/** Which departments' documents an agent reads, and what a human adds or leaves out. */
export function KnowledgeFields({ view, form, onChange }: KnowledgeFieldsProps) {
  const documents = known(useQuery('knowledge.list', {})) ?? [];
  const own = view.agents.find((agent) => agent.id === form.agent)?.departmentId;
  return (
    <>
      <MultiSelect
        label="Reads the documents of"
        description="Its own department is always among them."
        data={view.profile.departments.map((department) => ({
          value: department.id,
          label: department.name,
          disabled: department.id === own,
        }))}
        value={form.departments}
        onChange={(departments) => onChange({ ...form, departments })}
        searchable
        hidePickedOptions
      />
      <Switch
        label="Reads documents of the whole organisation"
        description="The charter, the code, pages that belong to no single department."
        checked={form.organisationWide}
        onChange={(event) => onChange({ ...form, organisationWide: event.currentTarget.checked })}
      />
      <TagsInput
        label="Also reads pages whose address begins with"
        placeholder="https://"
        value={form.includeUrls}
        onChange={(includeUrls) => onChange({ ...form, includeUrls })}
      />
      <MultiSelect
        label="Never reads these documents"
        placeholder={documents.length === 0 ? 'No documents are deployed yet' : ''}
        data={withUnknown(
          documents.map((document) => ({ value: document.id, label: document.title })),
          form.excludeDocuments,
        )}
        value={form.excludeDocuments}
        onChange={(excludeDocuments) => onChange({ ...form, excludeDocuments })}
        searchable
        limit={50}
      />
    </>
  );
}

/** Keeps a choice visible whose document is not there any more. */
function withUnknown(choices: { value: string; label: string }[], chosen: readonly string[]) {
  const there = new Set(choices.map((choice) => choice.value));
  return [...choices, ...chosen.filter((id) => !there.has(id)).map((id) => ({ value: id, label: id }))];
}
