import { Alert, Badge, Button, Stack, Tabs, Text } from '@mantine/core';
import type { Preview } from '@shared/contract/deployment-record.js';
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { go } from '../../app/navigation.js';
import { known, useQuery } from '../../app/use-engine.js';
import { createViewStore } from '../../app/view-store.js';
import { formatBytes, formatCount, formatDuration, plural, sentence } from '../../ui/format.js';
import { Figures, PageHeader, Panel } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { HashTag, ModeTag, SensitivityTag } from '../../ui/tags.js';
import { ManifestDrawer } from '../agents/manifest-view.js';
import { RuleList } from '../customisation/rule-editor.js';
import { useDepartmentNames } from '../customisation/use-department-names.js';
import { FilteredTable } from '../discovery/profile-tables.js';

const tabs = ['agents', 'policies', 'knowledge', 'files', 'changes'] as const;
type Tab = (typeof tabs)[number];
const usePreviewView = createViewStore<{ tab: Tab }>({ tab: 'agents' });
const openTab = (tab: Tab) => usePreviewView.setState({ tab });

/** Fifth step: everything that would be deployed, before anybody approves it. */
export function PreviewStep() {
  const preview = useQuery('deployment.preview');
  return (
    <QueryView state={preview} name="deployment.preview" title="What will be deployed" lines={10}>
      {(data) => <PreviewView preview={data} />}
    </QueryView>
  );
}

function PreviewView({ preview }: { preview: Preview }) {
  const tab = usePreviewView((state) => state.tab);
  const nameOf = useDepartmentNames();
  const { estimate } = preview;
  return (
    <>
      <PageHeader
        title={`What will be deployed for ${preview.organisation}`}
        text={
          <>
            An approval is for exactly this content: <HashTag hash={preview.hash} />
          </>
        }
        actions={
          <Button
            rightSection={<IconArrowRight size={16} aria-hidden />}
            onClick={() => go({ screen: 'onboarding', step: 'deploy' })}
          >
            Approve and deploy
          </Button>
        }
      />
      <Stack gap="md">
        <Figures
          label="What will be deployed"
          figures={[
            {
              label: 'agents',
              value: formatCount(preview.manifests.length),
              onOpen: () => openTab('agents'),
            },
            {
              label: 'governance rules',
              value: formatCount(preview.policies.length),
              onOpen: () => openTab('policies'),
            },
            {
              label: 'knowledge documents',
              value: formatCount(preview.documents.length),
              onOpen: () => openTab('knowledge'),
            },
            { label: 'files', value: formatCount(preview.files.length), onOpen: () => openTab('files') },
            { label: 'in all', value: formatBytes(preview.totalBytes), onOpen: () => openTab('files') },
            {
              label:
                estimate.basis === 'measured'
                  ? 'estimated, from earlier ones'
                  : 'estimated, not measured yet',
              value: formatDuration(estimate.ms),
            },
          ]}
        />
        {preview.warnings.length > 0 && <Warnings preview={preview} />}
        <Tabs value={tab} onChange={(next) => openTab(tabs.find((one) => one === next) ?? 'agents')}>
          <Tabs.List aria-label="Parts of the preview" mb="sm">
            <Tabs.Tab value="agents">Agents</Tabs.Tab>
            <Tabs.Tab value="policies">Policies</Tabs.Tab>
            <Tabs.Tab value="knowledge">Knowledge</Tabs.Tab>
            <Tabs.Tab value="files">Files</Tabs.Tab>
            <Tabs.Tab value="changes">What changed</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="agents">
            <PreviewAgents preview={preview} />
          </Tabs.Panel>
          <Tabs.Panel value="policies">
            <Panel>
              <RuleList rules={preview.policies} nameOf={nameOf} />
            </Panel>
          </Tabs.Panel>
          <Tabs.Panel value="knowledge">
            <PreviewKnowledge preview={preview} />
          </Tabs.Panel>
          <Tabs.Panel value="files">
            <PreviewFiles preview={preview} />
          </Tabs.Panel>
          <Tabs.Panel value="changes">
            <PreviewChanges preview={preview} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </>
  );
}

function Warnings({ preview }: { preview: Preview }) {
  const { warnings, manifests } = preview;
  const departmentName = useDepartmentNames();
  const nameOf = (subject: string) =>
    manifests.find((manifest) => manifest.id === subject)?.name ?? departmentName(subject);
  const [all, setAll] = useState(false);
  const shown = all ? warnings : warnings.slice(0, 3);
  return (
    <Alert
      color="yellow"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={`${plural(warnings.length, 'warning')} to look at before you approve`}
    >
      <ul className="plain-list">
        {shown.map((warning) => (
          <li key={`${warning.subject} ${warning.text}`}>
            {warning.text.includes(nameOf(warning.subject)) || warning.subject === 'organisation' ? null : (
              <b>{nameOf(warning.subject)}: </b>
            )}
            {warning.text}
          </li>
        ))}
      </ul>
      {warnings.length > shown.length && (
        <Button size="compact-xs" variant="default" mt={6} onClick={() => setAll(true)}>
          Show all {warnings.length}
        </Button>
      )}
    </Alert>
  );
}

function PreviewAgents({ preview }: { preview: Preview }) {
  const [open, setOpen] = useState<string | null>(null);
  const nameOf = useDepartmentNames();
  const templates = known(useQuery('agents.templates')) ?? [];
  const titleOf = (id: string) => templates.find((template) => template.id === id)?.title ?? id;
  return (
    <>
      <FilteredTable
        label="Agents to deploy"
        rows={preview.manifests}
        fields={(row) => [row.name, row.department, titleOf(row.template.id), row.modes.default]}
        rowId={(row) => row.id}
        onOpen={(row) => setOpen(row.id)}
        columns={[
          { id: 'name', header: 'Agent', cell: (row) => row.name, sortBy: (row) => row.name },
          {
            id: 'department',
            header: 'Department',
            width: '22%',
            cell: (row) =>
              row.department === null ? <span className="dimmed">routes only</span> : nameOf(row.department),
            sortBy: (row) => row.department,
          },
          {
            id: 'template',
            secondary: true,
            header: 'Template',
            width: '19%',
            cell: (row) => titleOf(row.template.id),
          },
          {
            id: 'mode',
            header: 'Mode',
            width: '100px',
            cell: (row) => <ModeTag mode={row.modes.default} />,
            sortBy: (row) => row.modes.default,
          },
          {
            id: 'ceiling',
            header: 'Reads up to',
            width: '120px',
            cell: (row) => <SensitivityTag sensitivity={row.sensitivityCeiling} />,
          },
        ]}
      />
      <ManifestDrawer
        manifest={preview.manifests.find((manifest) => manifest.id === open) ?? null}
        onClose={() => setOpen(null)}
      />
    </>
  );
}

function PreviewKnowledge({ preview }: { preview: Preview }) {
  return (
    <FilteredTable
      label="Knowledge documents"
      rows={preview.documents}
      fields={(row) => [row.title, row.kind]}
      rowId={(row) => row.id}
      columns={[
        { id: 'title', header: 'Document', cell: (row) => row.title, sortBy: (row) => row.title },
        {
          id: 'kind',
          header: 'Kind',
          width: '120px',
          cell: (row) => <Badge color="gray">{row.kind}</Badge>,
          sortBy: (row) => row.kind,
        },
        {
          id: 'agents',
          header: 'Agents',
          width: '90px',
          align: 'right',
          cell: (row) => formatCount(row.agents),
          sortBy: (row) => row.agents,
        },
        {
          id: 'size',
          header: 'Size',
          width: '100px',
          align: 'right',
          cell: (row) => formatBytes(row.bytes),
          sortBy: (row) => row.bytes,
        },
      ]}
    />
  );
}

const changeColours = { added: 'green', changed: 'yellow', unchanged: 'gray' } as const;

function PreviewFiles({ preview }: { preview: Preview }) {
  return (
    <FilteredTable
      label="Files"
      rows={preview.files}
      fields={(row) => [row.path, row.change]}
      rowId={(row) => row.path}
      columns={[
        { id: 'path', header: 'File', cell: (row) => row.path, sortBy: (row) => row.path },
        {
          id: 'change',
          header: 'Change',
          width: '110px',
          cell: (row) => <Badge color={changeColours[row.change]}>{row.change}</Badge>,
          sortBy: (row) => row.change,
        },
        { id: 'hash', header: 'SHA-256', width: '190px', cell: (row) => <HashTag hash={row.sha256} /> },
        {
          id: 'size',
          header: 'Size',
          width: '90px',
          align: 'right',
          cell: (row) => formatBytes(row.bytes),
          sortBy: (row) => row.bytes,
        },
      ]}
    />
  );
}

function PreviewChanges({ preview }: { preview: Preview }) {
  const { changes, removedFiles, manifests } = preview;
  const nameOf = (id: string) => manifests.find((manifest) => manifest.id === id)?.name ?? id;
  if (changes === null) {
    return (
      <Panel>
        <Text size="sm">This will be the first deployment: everything is new.</Text>
      </Panel>
    );
  }
  const count = changes.agentsAdded.length + changes.agentsRemoved.length + changes.agentsChanged.length;
  return (
    <Panel title="Against the last deployment">
      <Stack gap="sm">
        {count + removedFiles.length === 0 && <Text size="sm">No agent changes.</Text>}
        <NameList title="New agents" names={changes.agentsAdded.map(nameOf)} />
        <NameList title="Agents that go" names={changes.agentsRemoved} />
        <NameList
          title="Agents that change"
          names={changes.agentsChanged.map(
            (change) => `${nameOf(change.agent)}: ${changedParts(change.fields)}`,
          )}
        />
        <NameList title="Files that go" names={removedFiles} />
      </Stack>
    </Panel>
  );
}

const partWords: Readonly<Record<string, string>> = {
  knowledgeHash: 'knowledge',
  policyHash: 'policies',
  instructionKernel: 'instructions',
  escalationContact: 'whom it hands over to',
  sensitivityCeiling: 'what it may read',
  knowledgeProfile: 'knowledge profile',
  modes: 'modes',
  routes: 'where it sends questions',
};

/** The changed fields of a manifest in words, each once: `escalationContact.channel` is whom it hands over to. */
function changedParts(fields: readonly string[]): string {
  const parts = fields.map((field) => field.split('.')[0] ?? field);
  return [...new Set(parts.map((part) => partWords[part] ?? sentence(part).toLowerCase()))].join(', ');
}

function NameList({ title, names }: { title: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title} ({names.length})
      </Text>
      <ul className="plain-list">
        {names.map((name) => (
          <li key={name}>
            <Text size="sm" className="breakable">
              {name}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
