import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCamera, IconFolderOpen } from '@tabler/icons-react';
import { desktop } from '../../app/engine.js';
import { known, useCommand, useQuery } from '../../app/use-engine.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { Facts, Panel } from '../../ui/layout.js';
import { Copyable } from '../../ui/tags.js';
import { SnapshotList } from './snapshot-list.js';

/** Settings: where the data is, its snapshots, and the way back to one. */
export function DataSection() {
  const status = known(useQuery('system.status'));
  const take = useCommand('tenants.takeSnapshot');
  return (
    <Stack gap="md">
      {status !== undefined && (
        <Panel title="Where the data is">
          <Facts
            facts={[
              ['Data', <Folder key="home" path={status.home} />],
              ['Deployments', <Folder key="deployments" path={status.folders.deployments} />],
              ['Bundles', <Folder key="bundles" path={status.folders.bundles} />],
              ['Backups', <Folder key="backups" path={status.folders.backups} />],
              ['Logs', <Folder key="logs" path={status.folders.logs} />],
            ]}
          />
        </Panel>
      )}
      <Panel
        title="Backups of this client"
        actions={
          <Button
            size="xs"
            leftSection={<IconCamera size={15} aria-hidden />}
            loading={take.running}
            onClick={() => void take.run()}
          >
            Back up now
          </Button>
        }
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            One is also made before each deployment and each update of the data; the last five are kept.
          </Text>
          {take.state.status === 'refused' && <ErrorNotice refusal={take.state.refusal} />}
          <SnapshotList />
        </Stack>
      </Panel>
    </Stack>
  );
}

function Folder({ path }: { path: string }) {
  return (
    <Group gap="xs">
      <Copyable text={path} />
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconFolderOpen size={13} aria-hidden />}
        aria-label={`Show ${path}`}
        onClick={() => void desktop.showInFolder(path)}
      >
        Show
      </Button>
    </Group>
  );
}
