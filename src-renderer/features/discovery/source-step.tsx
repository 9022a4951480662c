import {
  Alert,
  Anchor,
  Button,
  Group,
  NumberInput,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import type { DiscoveryRun } from '@shared/contract/discovery.js';
import {
  IconBuildingCommunity,
  IconFileZip,
  IconFolder,
  IconInfoCircle,
  IconPlayerPlay,
  IconRefresh,
  IconWorldSearch,
} from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { desktop } from '../../app/engine.js';
import { go } from '../../app/navigation.js';
import { known, useCommand, useQuery } from '../../app/use-engine.js';
import { createViewStore } from '../../app/view-store.js';
import { DataTable } from '../../ui/data-table.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { formatCount, formatTime } from '../../ui/format.js';
import { PageHeader, Panel } from '../../ui/layout.js';
import classes from './discovery.module.css';
import { RunState } from './run-state.js';
import { completeSource, guessSource } from './source-kind.js';

/** What was typed as the next source: kept while screens change and while the engine restarts. */
const useSourceDraft = createViewStore({
  source: '',
  render: false,
  maxPages: 2000,
  allowedHosts: [] as string[],
});

const archives = [
  { name: 'Copy of a website', extensions: ['zip', 'warc', 'gz'] },
  { name: 'All files', extensions: ['*'] },
];

/** First step: where the organisation's website, or a copy of it, is. */
export function SourceStep() {
  const status = known(useQuery('system.status'));
  const runs = known(useQuery('discovery.runs')) ?? [];
  const start = useCommand('discovery.start');
  const sample = useCommand('discovery.startSample');
  const draft = useSourceDraft();
  const guess = guessSource(draft.source);
  const busy = start.running || sample.running;
  const reading = () => go({ screen: 'onboarding', step: 'reading' });
  const begin = async () => {
    const { render, maxPages, allowedHosts } = draft;
    const options = { render: render && guess.kind === 'url', maxPages, allowedHosts };
    if ((await start.run({ source: completeSource(draft.source), options })) !== undefined) reading();
  };
  const beginSample = async () => {
    if ((await sample.run()) !== undefined) reading();
  };
  return (
    <>
      <PageHeader
        title="Where is the organisation described?"
        text="Give the address of its website, or a copy of it on a disk. A website is asked for its pages and for nothing else; what is read stays in this client's data on this machine."
      />
      <Stack gap="md">
        {status !== undefined && status.organisation !== null && (
          <Alert color="blue" icon={<IconInfoCircle size={18} aria-hidden />}>
            This client holds {status.organisation}. What is read now is compared with it, and your
            corrections stand; another organisation belongs to a client of its own, which you make in{' '}
            <Anchor
              component="button"
              type="button"
              onClick={() => go({ screen: 'settings', section: 'clients' })}
            >
              Settings
            </Anchor>
            .
          </Alert>
        )}
        {start.state.status === 'refused' && <ErrorNotice refusal={start.state.refusal} />}
        {sample.state.status === 'refused' && <ErrorNotice refusal={sample.state.refusal} />}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (guess.kind !== 'none') void begin();
          }}
        >
          <Panel title="Source">
            <Stack gap="md">
              <SourceField />
              <SourceOptions url={guess.kind === 'url' || guess.kind === 'none'} />
              <Group>
                <Button
                  type="submit"
                  leftSection={<IconWorldSearch size={16} aria-hidden />}
                  disabled={guess.kind === 'none'}
                  loading={start.running}
                >
                  Start reading
                </Button>
                {status !== undefined && status.sampleOrganisation !== null && (
                  <Button
                    variant="default"
                    leftSection={<IconBuildingCommunity size={16} aria-hidden />}
                    loading={sample.running}
                    disabled={busy}
                    onClick={() => void beginSample()}
                  >
                    Use the sample city
                  </Button>
                )}
              </Group>
            </Stack>
          </Panel>
        </form>
        {runs.length > 0 && (
          <Panel title="Earlier runs" flush>
            <RunTable runs={runs} />
          </Panel>
        )}
      </Stack>
    </>
  );
}

/** A dropped item's absolute path, where this desktop tells it. */
function droppedPath(event: DragEvent): string | null {
  const text = event.dataTransfer.getData('text/plain').trim();
  const file = event.dataTransfer.files[0];
  const path = file === undefined ? null : desktop.pathForFile(file);
  if (path !== null) return path;
  return text === '' ? null : text;
}

function SourceField() {
  const source = useSourceDraft((state) => state.source);
  const [over, setOver] = useState(false);
  const [hint, setHint] = useState<string | null>(null);
  const set = (next: string | null) => {
    if (next !== null) useSourceDraft.setState({ source: next });
    setHint(null);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the field and buttons do the same
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const path = droppedPath(event);
        if (path === null)
          setHint('This system does not tell the path of what is dropped: choose it with a button.');
        else set(path);
      }}
    >
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          label="Website address or path"
          description={hint ?? guessSource(source).text}
          placeholder="https://www.example.gov"
          value={source}
          onChange={(event) => set(event.currentTarget.value)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          className="breakable"
          flex={1}
          autoFocus
          spellCheck={false}
        />
      </Group>
      <Group gap="xs" mt="xs">
        <Button
          variant="default"
          leftSection={<IconFolder size={16} aria-hidden />}
          onClick={() => void desktop.chooseFolder('Choose the folder with the copy of the site').then(set)}
        >
          Choose folder
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileZip size={16} aria-hidden />}
          onClick={() => void desktop.chooseFile('Choose a zip or WARC file', archives).then(set)}
        >
          Choose zip or WARC file
        </Button>
        <Text size="xs" c="dimmed">
          or drop a folder or file here
        </Text>
      </Group>
    </div>
  );
}

function SourceOptions({ url }: { url: boolean }) {
  const { render, maxPages, allowedHosts } = useSourceDraft();
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
      <NumberInput
        label="Most pages to read"
        description="What is left is listed as known but not read."
        min={1}
        max={20_000}
        clampBehavior="strict"
        allowDecimal={false}
        value={maxPages}
        onChange={(value) => typeof value === 'number' && useSourceDraft.setState({ maxPages: value })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      <TagsInput
        label="Allowed private hosts"
        description="Addresses inside a private network are refused unless named here."
        placeholder={allowedHosts.length === 0 ? 'intranet.example.gov' : ''}
        value={allowedHosts}
        disabled={!url}
        onChange={(hosts) => useSourceDraft.setState({ allowedHosts: hosts })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      <Switch
        mt={26}
        label="Render pages that scripts build"
        description="Slower: each page is opened in a hidden window."
        checked={render && url}
        disabled={!url}
        onChange={(event) => useSourceDraft.setState({ render: event.currentTarget.checked })}
      />
    </SimpleGrid>
  );
}

function RunTable({ runs }: { runs: readonly DiscoveryRun[] }) {
  const resume = useCommand('discovery.resume');
  return (
    <>
      {resume.state.status === 'refused' && <ErrorNotice refusal={resume.state.refusal} />}
      <DataTable
        label="Earlier runs"
        rows={runs}
        rowId={(run) => run.id}
        empty="None."
        columns={[
          { id: 'source', header: 'Source', cell: (run) => <span className="breakable">{run.source}</span> },
          { id: 'started', header: 'Started', width: '170px', cell: (run) => formatTime(run.startedAt) },
          {
            id: 'pages',
            header: 'Pages',
            width: '80px',
            align: 'right',
            cell: (run) => formatCount(run.visited),
          },
          { id: 'state', header: 'State', width: '130px', cell: (run) => <RunState state={run.state} /> },
          {
            id: 'actions',
            header: '',
            width: '120px',
            cell: (run) =>
              run.state === 'interrupted' || run.state === 'cancelled' ? (
                <Button
                  size="compact-xs"
                  variant="light"
                  leftSection={<IconRefresh size={13} aria-hidden />}
                  onClick={async () => {
                    if ((await resume.run({ run: run.id })) !== undefined)
                      go({ screen: 'onboarding', step: 'reading' });
                  }}
                >
                  Resume
                </Button>
              ) : run.state === 'reading' || run.state === 'analysing' ? (
                <Button
                  size="compact-xs"
                  variant="light"
                  leftSection={<IconPlayerPlay size={13} aria-hidden />}
                  onClick={() => go({ screen: 'onboarding', step: 'reading' })}
                >
                  Watch
                </Button>
              ) : null,
          },
        ]}
      />
    </>
  );
}
