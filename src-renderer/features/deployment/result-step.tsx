import { Badge, Button, Group, Modal, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { Deployment } from '@shared/contract/deployment-record.js';
import { IconFolderOpen, IconHistory, IconPackage, IconRocket, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { desktop } from '../../app/engine.js';
import { go } from '../../app/navigation.js';
import { useCommand, useQuery } from '../../app/use-engine.js';
import { DataTable } from '../../ui/data-table.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { formatDuration, formatTime, plural } from '../../ui/format.js';
import { EmptyState, Facts, PageHeader, Panel } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { Copyable } from '../../ui/tags.js';
import { newest } from './deploy-step.js';
import { DeploymentSteps } from './deployment-steps.js';
import { workedMs } from './step-progress.js';
import { VerificationView } from './verification-view.js';

/** Last step: what was made, where it is, how anybody can check it, and what to do next. */
export function ResultStep() {
  const list = useQuery('deployment.list');
  return (
    <QueryView state={list} name="deployment.list" title="Result">
      {(deployments) => {
        const active = deployments.find((one) => one.state === 'active') ?? newest(deployments);
        return active === undefined ? (
          <EmptyState
            icon={IconRocket}
            title="Nothing is deployed yet"
            text="After the approval you find here the folder, the signed bundle and the way to check them."
            action={
              <Button onClick={() => go({ screen: 'onboarding', step: 'preview' })}>Go to the preview</Button>
            }
          />
        ) : (
          <Result deployment={active} deployments={deployments} />
        );
      }}
    </QueryView>
  );
}

function Result({ deployment, deployments }: { deployment: Deployment; deployments: readonly Deployment[] }) {
  const [rollingBack, setRollingBack] = useState(false);
  const previous = deployments.some((one) => one.state === 'superseded');
  return (
    <>
      <PageHeader
        title={
          deployment.state === 'active' ? `${deployment.organisation} is deployed` : deployment.organisation
        }
        text={`Deployment ${deployment.sequence}: ${plural(deployment.agents, 'agent')} and ${plural(deployment.documents, 'document')}, made by ${deployment.author}, approved by ${deployment.approver}.`}
        actions={
          previous && (
            <Button
              variant="default"
              leftSection={<IconHistory size={16} aria-hidden />}
              onClick={() => setRollingBack(true)}
            >
              Roll back
            </Button>
          )
        }
      />
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Outcome deployment={deployment} />
          <NextSteps deployment={deployment} />
        </SimpleGrid>
        <Panel title="Steps">
          <DeploymentSteps steps={deployment.steps} />
        </Panel>
        {deployments.length > 1 && <History deployments={deployments} />}
      </Stack>
      <Modal
        opened={rollingBack}
        onClose={() => setRollingBack(false)}
        title="Make the previous deployment the active one again?"
        closeButtonProps={{ 'aria-label': 'Close without a change' }}
      >
        <RollbackForm onDone={() => setRollingBack(false)} />
      </Modal>
    </>
  );
}

function Outcome({ deployment }: { deployment: Deployment }) {
  const verify = useCommand('deployment.verifyBundle');
  const { bundle, folder } = deployment;
  return (
    <Panel title="What was made">
      <Stack gap="md">
        <Facts
          facts={[
            [
              'Finished',
              deployment.finishedAt === null
                ? 'not yet'
                : `${formatTime(deployment.finishedAt)}, took ${formatDuration(workedMs(deployment.steps))}`,
            ],
            ['Folder', folder === null ? 'not written yet' : <Copyable key="folder" text={folder} />],
            [
              'Signed bundle',
              bundle === null ? 'not written yet' : <Copyable key="bundle" text={bundle.path} />,
            ],
            ['SHA-256', bundle === null ? '' : <Copyable key="sha" text={bundle.sha256} />],
          ]}
        />
        <Group gap="xs">
          {bundle !== null && (
            <Button
              leftSection={<IconShieldCheck size={16} aria-hidden />}
              loading={verify.running}
              onClick={() => void verify.run({ path: bundle.path })}
            >
              Verify the bundle
            </Button>
          )}
          {folder !== null && (
            <Button
              variant="default"
              leftSection={<IconFolderOpen size={16} aria-hidden />}
              onClick={() => void desktop.showInFolder(folder)}
            >
              Show the folder
            </Button>
          )}
        </Group>
        {verify.state.status === 'refused' && <ErrorNotice refusal={verify.state.refusal} />}
        {verify.state.status === 'done' && (
          <VerificationView
            good={verify.state.data.valid}
            title={
              verify.state.data.valid
                ? `The bundle is unchanged: ${plural(verify.state.data.files, 'file')} checked`
                : 'The bundle must not be used'
            }
            checked={verify.state.data.checked}
            problems={verify.state.data.problems.map((problem) => `${problem.path}: ${problem.text}`)}
          />
        )}
      </Stack>
    </Panel>
  );
}

function NextSteps({ deployment }: { deployment: Deployment }) {
  const exportBundle = useCommand('deployment.exportBundle');
  const save = async () => {
    const out = await desktop.saveFile('aios-bundle.zip', [{ name: 'Bundle', extensions: ['zip'] }]);
    if (out !== null) await exportBundle.run({ platform: 'generic', out, deployment: deployment.id });
  };
  return (
    <Panel title="What to do next">
      <Stack gap="sm">
        <Text size="sm">1. Look at the agents as they are deployed, and at what each of them reads.</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => go({ screen: 'agents', id: null })}>
            Open the agents
          </Button>
          <Button size="xs" variant="default" onClick={() => go({ screen: 'knowledge', id: null })}>
            Open the knowledge
          </Button>
        </Group>
        <Text size="sm">
          2. Hand over a copy of the signed bundle. Whoever gets it can check it without this program’s data.
        </Text>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPackage size={14} aria-hidden />}
            loading={exportBundle.running}
            onClick={() => void save()}
          >
            Save a copy of the bundle
          </Button>
        </Group>
        {exportBundle.state.status === 'refused' && <ErrorNotice refusal={exportBundle.state.refusal} />}
        {exportBundle.state.status === 'done' && (
          <Text size="sm" role="status">
            Saved: <Copyable text={exportBundle.state.data.path} />
          </Text>
        )}
        <Text size="sm">
          3. Show the record: who did what, when and why, and that nothing of it was changed.
        </Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => go({ screen: 'activity' })}>
            Open the activity
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}

const stateColours: Record<Deployment['state'], string> = {
  running: 'civic',
  active: 'green',
  superseded: 'gray',
  failed: 'red',
  'rolled-back': 'orange',
};

function History({ deployments }: { deployments: readonly Deployment[] }) {
  return (
    <Panel title="All deployments" flush>
      <DataTable
        label="All deployments"
        rows={deployments.slice().sort((a, b) => b.sequence - a.sequence)}
        rowId={(row) => row.id}
        empty="None."
        columns={[
          { id: 'sequence', header: 'Number', width: '80px', cell: (row) => String(row.sequence) },
          { id: 'at', header: 'Started', width: '180px', cell: (row) => formatTime(row.startedAt) },
          {
            id: 'state',
            header: 'State',
            width: '120px',
            cell: (row) => <Badge color={stateColours[row.state]}>{row.state}</Badge>,
          },
          { id: 'who', header: 'Author and approver', cell: (row) => `${row.author} · ${row.approver}` },
          {
            id: 'agents',
            header: 'Agents',
            width: '80px',
            align: 'right',
            cell: (row) => String(row.agents),
          },
        ]}
      />
    </Panel>
  );
}

function RollbackForm({ onDone }: { onDone: () => void }) {
  const rollback = useCommand('deployment.rollback');
  const [approver, setApprover] = useState('');
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        if ((await rollback.run({ approver: approver.trim(), reason: reason.trim() })) !== undefined)
          onDone();
      }}
    >
      <Stack gap="md">
        <Text size="sm">The present one is kept and can be deployed again.</Text>
        <TextInput
          label="Name of the approver"
          value={approver}
          maxLength={200}
          onChange={(event) => setApprover(event.currentTarget.value)}
          data-autofocus
          required
        />
        <Textarea
          label="Why"
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.currentTarget.value)}
          required
        />
        {rollback.state.status === 'refused' && <ErrorNotice refusal={rollback.state.refusal} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button
            type="submit"
            color="red.9"
            loading={rollback.running}
            disabled={approver.trim() === '' || reason.trim() === ''}
          >
            Roll back
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
