import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import type { Deployment } from '@shared/contract/deployment-record.js';
import { IconArrowRight, IconRefresh, IconShieldCheck, IconUserExclamation } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { engine } from '../../app/engine.js';
import { go } from '../../app/navigation.js';
import { known, useCommand, useQuery, useWatch } from '../../app/use-engine.js';
import { createViewStore } from '../../app/view-store.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { formatBytes, formatDuration, plural } from '../../ui/format.js';
import { Facts, PageHeader, Panel } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { HashTag } from '../../ui/tags.js';
import { DeploymentSteps } from './deployment-steps.js';
import { isSamePerson } from './step-progress.js';

/** The approver's name as typed; `watching` is the deployment that this window started or resumed. */
const useApproval = createViewStore<{ approver: string; watching: string | null }>({
  approver: '',
  watching: null,
});

/** Sixth step: a second person approves, and each step of the deployment shows how far it is. */
export function DeployStep() {
  const list = useQuery('deployment.list');
  const watching = useApproval((state) => state.watching);
  return (
    <QueryView state={list} name="deployment.list" title="Approve and deploy">
      {(deployments) => {
        const watched = deployments.find((one) => one.id === watching);
        const open = deployments.find((one) => one.state === 'running' || one.state === 'failed');
        const current = watched ?? (open !== undefined && open === newest(deployments) ? open : undefined);
        return current === undefined ? (
          <ApprovalForm />
        ) : (
          <WatchedDeployment key={current.id} listed={current} />
        );
      }}
    </QueryView>
  );
}

/** The deployment that was started last. */
export function newest(deployments: readonly Deployment[]): Deployment | undefined {
  return deployments.slice().sort((a, b) => b.sequence - a.sequence)[0];
}

function ApprovalForm() {
  const preview = useQuery('deployment.preview');
  const status = known(useQuery('system.status'));
  const settings = known(useQuery('tenants.settings'));
  const deploy = useCommand('deployment.deploy');
  const approver = useApproval((state) => state.approver);
  const self = status !== undefined && isSamePerson(approver, status.user);
  const refusedSelf = self && settings?.allowSelfApproval === false;
  return (
    <QueryView state={preview} name="deployment.preview" title="Approve and deploy">
      {(content) => (
        <>
          <PageHeader
            title="Approve and deploy"
            text="A human decides: the person who approves is recorded, and is not the author unless this client allows it."
          />
          <form
            onSubmit={async (event) => {
              event.preventDefault();
              if (approver.trim() === '' || refusedSelf) return;
              const input = { approver: approver.trim(), previewHash: content.hash };
              const started = await deploy.run(input);
              if (started !== undefined) useApproval.setState({ watching: started.id });
            }}
          >
            <Stack gap="md" maw={760}>
              <Panel title="You approve exactly this">
                <Facts
                  facts={[
                    ['Client', status === undefined ? '' : <b key="client">{status.tenant.name}</b>],
                    ['Organisation', content.organisation],
                    [
                      'Content',
                      `${plural(content.manifests.length, 'agent')}, ${plural(content.policies.length, 'rule')}, ${plural(content.documents.length, 'document')}, ${plural(content.files.length, 'file')}, ${formatBytes(content.totalBytes)}`,
                    ],
                    ['Warnings', content.warnings.length === 0 ? 'none' : String(content.warnings.length)],
                    ['Preview', <HashTag key="hash" hash={content.hash} />],
                    ['Time', `about ${formatDuration(content.estimate.ms)}`],
                    ['Author', status?.user.name ?? ''],
                  ]}
                />
              </Panel>
              <TextInput
                label="Name of the approver"
                description="The person who has looked at the preview and answers for it."
                value={approver}
                maxLength={200}
                onChange={(event) => useApproval.setState({ approver: event.currentTarget.value })}
                autoComplete="off"
                required
                autoFocus
                maw={420}
              />
              {refusedSelf && (
                <Alert color="orange" icon={<IconUserExclamation size={18} aria-hidden />} role="alert">
                  {approver.trim()} is the author. Let a second person approve, or allow self-approval for
                  this client in Settings.
                </Alert>
              )}
              {self && !refusedSelf && settings !== undefined && (
                <Text size="sm" c="dimmed">
                  Self-approval is allowed for this client and will be recorded as such.
                </Text>
              )}
              {deploy.state.status === 'refused' && (
                <ErrorNotice
                  refusal={deploy.state.refusal}
                  {...(deploy.state.refusal.code === 'conflict'
                    ? {
                        onRetry: () => go({ screen: 'onboarding' as const, step: 'preview' as const }),
                        retryLabel: 'Look at the new preview',
                      }
                    : {})}
                />
              )}
              <div>
                <Button
                  type="submit"
                  leftSection={<IconShieldCheck size={16} aria-hidden />}
                  disabled={approver.trim() === '' || refusedSelf}
                  loading={deploy.running}
                >
                  Approve and deploy
                </Button>
              </div>
            </Stack>
          </form>
        </>
      )}
    </QueryView>
  );
}

function WatchedDeployment({ listed }: { listed: Deployment }) {
  const { deployment, isInterrupted } = useDeployment(listed);
  const resume = useCommand('deployment.resume');
  const finished = deployment.state === 'active' || deployment.state === 'superseded';
  return (
    <>
      <PageHeader
        title={isInterrupted ? 'The deployment was interrupted' : titleOf(deployment)}
        text={`Deployment ${deployment.sequence} of ${deployment.organisation}, approved by ${deployment.approver}.`}
        actions={
          finished ? (
            <Button
              rightSection={<IconArrowRight size={16} aria-hidden />}
              onClick={() => {
                useApproval.setState({ watching: null, approver: '' });
                go({ screen: 'onboarding', step: 'result' });
              }}
              autoFocus
            >
              See the result
            </Button>
          ) : (
            (deployment.state === 'failed' || isInterrupted) && (
              <>
                <Button
                  variant="default"
                  onClick={() => {
                    useApproval.setState({ watching: null });
                    go({ screen: 'onboarding', step: 'preview' });
                  }}
                >
                  Back to the preview
                </Button>
                <Button
                  leftSection={<IconRefresh size={16} aria-hidden />}
                  loading={resume.running}
                  onClick={async () => {
                    useApproval.setState({ watching: deployment.id });
                    await resume.run({ deployment: deployment.id });
                  }}
                >
                  Resume
                </Button>
              </>
            )
          )
        }
      />
      <Stack gap="md">
        {resume.state.status === 'refused' && <ErrorNotice refusal={resume.state.refusal} />}
        {isInterrupted && (
          <Alert color="orange" role="alert" title="The engine stopped before it was finished">
            The steps that are done stay done; nothing is done twice when you resume.
          </Alert>
        )}
        {deployment.failure !== null && (
          <Alert color="red" role="alert" title="It stopped before it was finished">
            {deployment.failure} The steps that are done stay done; nothing is done twice when you resume.
          </Alert>
        )}
        <DeploymentSteps steps={deployment.steps} />
      </Stack>
    </>
  );
}

/**
 * The deployment as it goes on. The engine ends the stream of one that it does not run: stored as running and yet with
 * nobody at work, it was interrupted, and waits for a person to resume it.
 */
function useDeployment(listed: Deployment): { deployment: Deployment; isInterrupted: boolean } {
  const [endedFor, setEndedFor] = useState<Deployment | null>(null);
  const open = useCallback(
    async (signal: AbortSignal) => {
      const states = await engine.deployment.watch({ deployment: listed.id }, { signal });
      return (async function* () {
        yield* states;
        if (!signal.aborted) setEndedFor(listed);
      })();
    },
    [listed],
  );
  const streamed = useWatch(listed.state === 'running' ? open : null);
  const deployment = listed.state === 'running' && streamed !== undefined ? streamed : listed;
  if (deployment.state !== 'running' || endedFor !== listed) return { deployment, isInterrupted: false };
  const steps = deployment.steps.map((step) =>
    step.state === 'running' ? { ...step, state: 'failed' as const, detail: 'interrupted' } : step,
  );
  return { deployment: { ...deployment, steps }, isInterrupted: true };
}

function titleOf(deployment: Deployment): string {
  switch (deployment.state) {
    case 'running':
      return 'Deploying';
    case 'failed':
      return 'The deployment stopped';
    case 'rolled-back':
      return 'The deployment was rolled back';
    default:
      return 'Deployed';
  }
}
