import { Badge, Button, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { SystemStatus } from '@shared/contract/system.js';
import {
  IconAlertTriangle,
  IconBuildingCommunity,
  IconCircleCheck,
  IconClipboardCheck,
  IconGitMerge,
  IconPlayerPlay,
  IconRocket,
  IconWorldSearch,
} from '@tabler/icons-react';
import { useEffect } from 'react';
import { go } from '../../app/navigation.js';
import type { Route } from '../../app/route.js';
import { known, useCommand, useQuery } from '../../app/use-engine.js';
import { DataTable } from '../../ui/data-table.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { formatCount, formatTime, shortId } from '../../ui/format.js';
import { Figures, PageHeader, Panel } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { actionWords, resourceWords } from '../audit/action-words.js';
import { OutcomeTag } from '../audit/outcome-tag.js';
import classes from './home.module.css';

type WaitingItem = SystemStatus['waiting'][number];

/** The first screen: what waits for a human, and how things stand. */
export function HomeScreen() {
  const status = useQuery('system.status');
  const isShown = status.status === 'ready';
  useEffect(() => {
    // What the start-up bench waits for: the first screen with its data.
    if (isShown) performance.mark('home-usable');
  }, [isShown]);
  return (
    <QueryView state={status} name="system.status" title="What waits for you" lines={8}>
      {(data) => (isFirstStart(data) ? <FirstStart status={data} /> : <Standing status={data} />)}
    </QueryView>
  );
}

function isFirstStart(status: SystemStatus): boolean {
  return status.organisation === null && status.waiting.every((item) => item.kind === 'start');
}

function FirstStart({ status }: { status: SystemStatus }) {
  const sample = useCommand('discovery.startSample');
  const begin = async () => {
    if ((await sample.run()) !== undefined) go({ screen: 'onboarding', step: 'reading' });
  };
  const source = () => go({ screen: 'onboarding', step: 'source' });
  return (
    <Stack gap="lg" maw={860} mx="auto" pt="xl">
      <div>
        <Title order={1} tabIndex={-1} data-screen-title>
          From a website to reviewed, deployed agents
        </Title>
        <Text c="dimmed" mt={4}>
          Everything happens on this machine: no model is needed, and no network but for reading a website.
        </Text>
      </div>
      {sample.state.status === 'refused' && <ErrorNotice refusal={sample.state.refusal} />}
      <SimpleGrid cols={{ base: 1, xs: status.sampleOrganisation === null ? 1 : 2 }} spacing="md">
        {status.sampleOrganisation !== null && (
          <Paper withBorder p="lg" className={classes.choice} data-primary>
            <IconBuildingCommunity size={30} stroke={1.4} aria-hidden />
            <Title order={2}>Try it with the sample city</Title>
            <Text size="sm" c="dimmed">
              A fictional city that comes with this program: departments, staff, a charter and a code. The
              whole job takes about five minutes.
            </Text>
            <Button
              mt="auto"
              size="md"
              leftSection={<IconPlayerPlay size={17} aria-hidden />}
              loading={sample.running}
              onClick={() => void begin()}
              autoFocus
            >
              Start with the sample
            </Button>
          </Paper>
        )}
        <Paper withBorder p="lg" className={classes.choice}>
          <IconWorldSearch size={30} stroke={1.4} aria-hidden />
          <Title order={2}>Start with an organisation</Title>
          <Text size="sm" c="dimmed">
            Its website, or a copy of it: a folder, a zip or a WARC file on a USB stick.
          </Text>
          <Button mt="auto" size="md" variant="default" onClick={source}>
            Choose a source
          </Button>
        </Paper>
      </SimpleGrid>
      <Panel title="What will happen">
        <ol className={classes.way}>
          <li>
            <b>Discover.</b> The pages are read; every department, person and document keeps the words it was
            read from.
          </li>
          <li>
            <b>Customise.</b> You correct what was found. Your word is never overwritten.
          </li>
          <li>
            <b>Preview and approve.</b> You see all that would be deployed; a second person approves exactly
            that.
          </li>
          <li>
            <b>Deploy.</b> Agents, knowledge and policies are written, with a signed bundle that anybody can
            check.
          </li>
        </ol>
      </Panel>
    </Stack>
  );
}

function Standing({ status }: { status: SystemStatus }) {
  return (
    <>
      <PageHeader title="What waits for you" text={status.organisation ?? status.tenant.name} />
      <Stack gap="lg">
        <WaitingList items={status.waiting} />
        <Figures
          label="How things stand"
          figures={[
            count('departments', status.counts.departments, { screen: 'onboarding', step: 'profile' }),
            count('agents', status.counts.agents, { screen: 'agents', id: null }),
            count('documents', status.counts.documents, { screen: 'knowledge', id: null }),
            count('deployments', status.counts.deployments, { screen: 'onboarding', step: 'result' }),
            count('audit records', status.counts.records, { screen: 'activity' }),
          ]}
        />
        <RecentActivity />
      </Stack>
    </>
  );
}

const count = (label: string, value: number, route: Route) => ({
  label,
  value: formatCount(value),
  onOpen: () => go(route),
});

const looks: Record<WaitingItem['kind'], { Picture: typeof IconRocket; button: string; route: Route }> = {
  start: { Picture: IconWorldSearch, button: 'Start', route: { screen: 'onboarding', step: 'source' } },
  'resume-discovery': {
    Picture: IconPlayerPlay,
    button: 'Go on reading',
    route: { screen: 'onboarding', step: 'reading' },
  },
  'review-profile': {
    Picture: IconClipboardCheck,
    button: 'Review',
    route: { screen: 'onboarding', step: 'profile' },
  },
  'resolve-conflicts': {
    Picture: IconGitMerge,
    button: 'Decide',
    route: { screen: 'onboarding', step: 'customise' },
  },
  preview: { Picture: IconRocket, button: 'Preview', route: { screen: 'onboarding', step: 'preview' } },
  'resume-deployment': {
    Picture: IconAlertTriangle,
    button: 'Go on deploying',
    route: { screen: 'onboarding', step: 'deploy' },
  },
  deployed: {
    Picture: IconCircleCheck,
    button: 'See the result',
    route: { screen: 'onboarding', step: 'result' },
  },
  'audit-broken': { Picture: IconAlertTriangle, button: 'Look at the record', route: { screen: 'activity' } },
};

function WaitingList({ items }: { items: readonly WaitingItem[] }) {
  if (items.length === 0) {
    return (
      <Paper withBorder p="md" className={classes.item}>
        <IconCircleCheck size={20} aria-hidden />
        <Text size="sm">Nothing waits for you.</Text>
      </Paper>
    );
  }
  return (
    <ol className={classes.items} aria-label="Waiting">
      {items.map((item, at) => {
        const { Picture, button, route } = looks[item.kind];
        return (
          <li key={`${item.kind} ${item.title}`}>
            <Paper
              withBorder
              p="md"
              className={classes.item}
              data-alarm={item.kind === 'audit-broken' || undefined}
            >
              <Picture size={22} stroke={1.6} aria-hidden />
              <div className="breakable">
                <Text fw={600} size="sm">
                  {item.title} {item.count > 1 && <Badge color="gray">{item.count}</Badge>}
                </Text>
                <Text size="sm" c="dimmed">
                  {item.text}
                </Text>
              </div>
              <Button variant={at === 0 ? 'filled' : 'default'} onClick={() => go(route)}>
                {button}
              </Button>
            </Paper>
          </li>
        );
      })}
    </ol>
  );
}

function RecentActivity() {
  const recent = known(useQuery('audit.list', { limit: 8 }));
  if (recent === undefined || recent.items.length === 0) return null;
  return (
    <Panel
      title="Last activity"
      flush
      actions={
        <Button size="compact-sm" variant="subtle" onClick={() => go({ screen: 'activity' })}>
          All activity
        </Button>
      }
    >
      <DataTable
        label="Last activity"
        rows={recent.items}
        rowId={(row) => String(row.sequence)}
        onOpen={() => go({ screen: 'activity' })}
        empty="Nothing yet."
        columns={[
          { id: 'action', header: 'What', width: '26%', cell: (row) => actionWords(row.action) },
          {
            id: 'resource',
            header: 'On',
            cell: (row) => `${resourceWords(row.resource.kind)} ${shortId(row.resource.id)}`,
          },
          { id: 'who', header: 'Who', width: '18%', cell: (row) => row.actor.id },
          { id: 'time', header: 'When', width: '180px', cell: (row) => formatTime(row.time) },
          {
            id: 'outcome',
            header: 'Outcome',
            width: '110px',
            cell: (row) => <OutcomeTag outcome={row.outcome} />,
          },
        ]}
      />
    </Panel>
  );
}
