import { Button, Group, Tabs, Text } from '@mantine/core';
import type { AgentDetail } from '@shared/contract/agents.js';
import { IconArrowLeft } from '@tabler/icons-react';
import { go } from '../../app/navigation.js';
import { useQuery } from '../../app/use-engine.js';
import { createViewStore } from '../../app/view-store.js';
import { DataTable } from '../../ui/data-table.js';
import { formatCount, formatTime, plural } from '../../ui/format.js';
import { PageHeader, Panel } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { HashTag, ModeTag, SensitivityTag } from '../../ui/tags.js';
import { RuleList } from '../customisation/rule-editor.js';
import { useDepartmentNames } from '../customisation/use-department-names.js';
import { DocumentTable } from '../knowledge/document-table.js';
import { ManifestFacts } from './manifest-view.js';

const tabs = ['manifest', 'kernel', 'knowledge', 'policies', 'versions', 'json'] as const;
type Tab = (typeof tabs)[number];
const useAgentView = createViewStore<{ tab: Tab }>({ tab: 'manifest' });

/** One deployed agent: its manifest, instruction kernel, knowledge, policies and versions. */
export function AgentDetailView({ id }: { id: string }) {
  const agent = useQuery('agents.get', { id });
  return (
    <>
      <BackButton />
      <QueryView state={agent} name="agents.get" title="Agent" lines={10}>
        {(detail) => <Detail agent={detail} />}
      </QueryView>
    </>
  );
}

function BackButton() {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      mb="xs"
      leftSection={<IconArrowLeft size={15} aria-hidden />}
      onClick={() => go({ screen: 'agents', id: null })}
    >
      All agents
    </Button>
  );
}

function Detail({ agent }: { agent: AgentDetail }) {
  const tab = useAgentView((state) => state.tab);
  const nameOf = useDepartmentNames();
  const ownFirst = agent.knowledge
    .slice()
    .sort((a, b) => Number(a.departments.length === 0) - Number(b.departments.length === 0));
  return (
    <>
      <PageHeader
        title={agent.name}
        text={
          <Group gap="xs">
            <ModeTag mode={agent.mode} />
            <SensitivityTag sensitivity={agent.sensitivityCeiling} />
            <span>{agent.department === null ? 'concierge' : nameOf(agent.department)}</span>
            <span>
              version {agent.version}, deployed {formatTime(agent.deployedAt)}
            </span>
            <HashTag hash={agent.manifestHash} />
          </Group>
        }
      />
      <Tabs
        value={tab}
        onChange={(next) => useAgentView.setState({ tab: tabs.find((one) => one === next) ?? 'manifest' })}
      >
        <Tabs.List mb="md" aria-label="Parts of the agent">
          <Tabs.Tab value="manifest">Manifest</Tabs.Tab>
          <Tabs.Tab value="kernel">Instruction kernel</Tabs.Tab>
          <Tabs.Tab value="knowledge">Knowledge ({agent.knowledge.length})</Tabs.Tab>
          <Tabs.Tab value="policies">Policies ({agent.policies.length})</Tabs.Tab>
          <Tabs.Tab value="versions">Versions ({agent.versions.length})</Tabs.Tab>
          <Tabs.Tab value="json">JSON</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="manifest">
          <Panel>
            <ManifestFacts manifest={agent.manifest} />
          </Panel>
        </Tabs.Panel>
        <Tabs.Panel value="kernel">
          <Panel>
            <Text size="sm" className="prewrap" maw={820}>
              {agent.manifest.instructionKernel}
            </Text>
          </Panel>
        </Tabs.Panel>
        <Tabs.Panel value="knowledge">
          <Text size="sm" c="dimmed" mb="xs">
            {plural(agent.ownDocuments, 'document')} of its own department
            {agent.manifest.knowledgeProfile.departments.length > 1 && 's'}, and{' '}
            {formatCount(agent.knowledge.length - agent.ownDocuments)} that concern the whole organisation.
          </Text>
          <DocumentTable rows={ownFirst} />
        </Tabs.Panel>
        <Tabs.Panel value="policies">
          <Panel>
            <RuleList rules={agent.policies} nameOf={nameOf} />
          </Panel>
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Panel flush>
            <Versions agent={agent} />
          </Panel>
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <pre className="json">{JSON.stringify(agent.manifest, null, 2)}</pre>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Versions({ agent }: { agent: AgentDetail }) {
  return (
    <DataTable
      label="Versions"
      rows={agent.versions.slice().sort((a, b) => b.version - a.version)}
      rowId={(row) => `${row.version} ${row.deployment}`}
      empty="None."
      columns={[
        { id: 'version', header: 'Version', width: '90px', cell: (row) => String(row.version) },
        { id: 'at', header: 'Deployed', width: '190px', cell: (row) => formatTime(row.at) },
        { id: 'deployment', header: 'Deployment', cell: (row) => row.deployment },
        {
          id: 'hash',
          header: 'Manifest',
          width: '230px',
          cell: (row) => <HashTag hash={row.manifestHash} />,
        },
      ]}
    />
  );
}
