import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import type { DiscoveryRun } from '@shared/contract/discovery.js';
import { IconArrowRight, IconPlayerStop, IconRefresh, IconWorldSearch } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { engine } from '../../app/engine.js';
import { go } from '../../app/navigation.js';
import { toRefusal } from '../../app/refusal.js';
import { useCommand, useQuery, useWatch } from '../../app/use-engine.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { formatCount, formatDuration } from '../../ui/format.js';
import { EmptyState, Figures, PageHeader, Panel } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import {
  overallSpeed,
  pagesPerSecond,
  readingPercent,
  type Sample,
  timeLeftMs,
  withSample,
} from './crawl-progress.js';
import classes from './discovery.module.css';
import { RunState } from './run-state.js';

const isRunning = (run: DiscoveryRun) => run.state === 'reading' || run.state === 'analysing';

/** Second step: the pages are being read. */
export function ReadingStep() {
  const runs = useQuery('discovery.runs');
  return (
    <QueryView state={runs} name="discovery.runs" title="Reading the pages">
      {(all) => {
        const newest = all.slice().sort((a, b) => b.startedAt.localeCompare(a.startedAt))[0];
        return newest === undefined ? (
          <EmptyState
            icon={IconWorldSearch}
            title="Nothing is being read"
            text="Choose a source first: a website, or a copy of one."
            action={
              <Button onClick={() => go({ screen: 'onboarding', step: 'source' })}>Choose a source</Button>
            }
          />
        ) : (
          <WatchedRun key={newest.id} run={newest} />
        );
      }}
    </QueryView>
  );
}

function WatchedRun({ run: listed }: { run: DiscoveryRun }) {
  const open = useCallback(
    (signal: AbortSignal) => engine.discovery.watch({ run: listed.id }, { signal }),
    [listed.id],
  );
  const [samples, setSamples] = useState<Sample[]>([]);
  const watched = useWatch(isRunning(listed) ? open : null, (next) =>
    setSamples((old) => withSample(old, { at: performance.now(), visited: next.visited })),
  );
  // The list is asked again when the run ends; until then the stream is newer.
  const run = watched !== undefined && isRunning(listed) ? watched : listed;
  return <RunProgress run={run} samples={samples} />;
}

function RunProgress({ run, samples }: { run: DiscoveryRun; samples: readonly Sample[] }) {
  const cancel = useCommand('discovery.cancel');
  const resume = useCommand('discovery.resume');
  const running = isRunning(run);
  const speed = running ? pagesPerSecond(samples) : overallSpeed(run);
  const left = timeLeftMs(run, speed);
  const percent = readingPercent(run);
  const refused = [cancel.state, resume.state].find((state) => state.status === 'refused');
  return (
    <>
      <PageHeader
        title={headline(run)}
        text={<span className="breakable">{run.source}</span>}
        actions={
          <>
            <RunState state={run.state} />
            {running && (
              <Button
                variant="default"
                leftSection={<IconPlayerStop size={16} aria-hidden />}
                loading={cancel.running}
                onClick={() => void cancel.run({ run: run.id })}
              >
                Stop reading
              </Button>
            )}
            {(run.state === 'cancelled' || run.state === 'interrupted' || run.state === 'failed') && (
              <>
                <Button variant="default" onClick={() => go({ screen: 'onboarding', step: 'source' })}>
                  Other source
                </Button>
                <Button
                  leftSection={<IconRefresh size={16} aria-hidden />}
                  loading={resume.running}
                  onClick={() => void resume.run({ run: run.id })}
                >
                  Resume
                </Button>
              </>
            )}
            {run.state === 'done' && (
              <Button
                rightSection={<IconArrowRight size={16} aria-hidden />}
                onClick={() => go({ screen: 'onboarding', step: 'profile' })}
                data-autofocus
                autoFocus
              >
                Look at the profile
              </Button>
            )}
          </>
        }
      />
      <Stack gap="md">
        {refused?.status === 'refused' && <ErrorNotice refusal={refused.refusal} />}
        {run.failure !== null && <ErrorNotice refusal={failureOf(run.failure)} />}
        <Panel>
          <Stack gap="sm">
            <Progress
              value={percent}
              size="lg"
              animated={running}
              striped={running}
              aria-label="Pages read of those known so far"
            />
            <Group justify="space-between" wrap="nowrap" gap="lg">
              <Text size="sm" className={`ellipsis ${classes.current}`} title={run.current}>
                {running ? run.current || 'Opening the source …' : ' '}
              </Text>
              <Text size="sm" c="dimmed" className="nowrap" role="status">
                {running ? timeText(run, left) : finishedText(run)}
              </Text>
            </Group>
          </Stack>
        </Panel>
        <Figures
          label="Progress"
          figures={[
            { label: 'pages read', value: formatCount(run.visited) },
            { label: 'queued', value: formatCount(run.queued) },
            { label: 'blocked', value: formatCount(run.blocked) },
            { label: 'errors', value: formatCount(run.errors), tone: run.errors > 0 ? 'warning' : 'normal' },
            { label: 'pages a second', value: speed === null ? '–' : speed.toFixed(1) },
          ]}
        />
        {running && samples.length > 2 && (
          <Panel title="Speed in the last minute">
            <SpeedLine samples={samples} />
          </Panel>
        )}
      </Stack>
    </>
  );
}

function headline(run: DiscoveryRun): string {
  switch (run.state) {
    case 'reading':
      return 'Reading the pages';
    case 'analysing':
      return 'Finding departments, people and documents';
    case 'done':
      return 'All pages are read';
    case 'failed':
      return 'Reading failed';
    case 'cancelled':
      return 'Reading was stopped';
    case 'interrupted':
      return 'Reading was interrupted';
  }
}

function timeText(run: DiscoveryRun, left: number | null): string {
  if (run.state === 'analysing') return 'analysing …';
  return left === null || left === 0 ? 'measuring the time left …' : `about ${formatDuration(left)} left`;
}

function finishedText(run: DiscoveryRun): string {
  if (run.finishedAt === null) return '';
  return `took ${formatDuration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))}`;
}

function failureOf(failure: { code: string; message: string }) {
  return toRefusal({ ...failure, details: {} });
}

/** Pages a second over the last minute, as an area; the numbers beside it say the same to a screen reader. */
function SpeedLine({ samples }: { samples: readonly Sample[] }) {
  const first = samples[0]?.at ?? 0;
  const span = Math.max(1, (samples.at(-1)?.at ?? 1) - first);
  const speeds = samples.map((sample, at) => ({
    x: ((sample.at - first) / span) * 600,
    speed: pagesPerSecond(samples.slice(0, at + 1)) ?? 0,
  }));
  const top = Math.max(1, ...speeds.map((point) => point.speed));
  const line = speeds.map((point) => `L${point.x.toFixed(1)} ${(54 - (point.speed / top) * 50).toFixed(1)}`);
  return (
    <svg className={classes.speed} viewBox="0 0 600 56" preserveAspectRatio="none" aria-hidden="true">
      <path d={`M0 56${line.join('')}L600 56Z`} />
    </svg>
  );
}
