import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { ConnectionState } from '../bridge/engine-client.js';
import { SnapshotList } from '../features/tenants/snapshot-list.js';
import { ErrorNotice } from '../ui/error-notice.js';
import { Panel } from '../ui/layout.js';
import { desktop } from './engine.js';
import { OtherClients } from './other-clients.js';

type Failed = Extract<ConnectionState, { phase: 'failed' }>;

/** Shown instead of the screens when the client's data does not open or the engine stopped for good. */
export function FailedScreen({ failure }: { failure: Failed }) {
  const [restarting, setRestarting] = useState(false);
  const restart = async () => {
    setRestarting(true);
    try {
      await desktop.restartEngine();
    } finally {
      setRestarting(false);
    }
  };
  // Only damage is cured by going back; for the rest a backup would throw away good work.
  const damaged = failure.canRestore && (failure.code === 'data_damaged' || failure.code === 'internal');
  return (
    <main>
      <Stack gap="lg" maw={820} mx="auto" p="xl">
        <Title order={1}>
          {failure.canRestore ? 'The data of this client does not open' : 'The engine does not start'}
        </Title>
        <ErrorNotice refusal={{ code: failure.code, message: failure.message, details: {} }} />
        <Group gap="xs">
          <Button
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={restarting}
            onClick={() => void restart()}
          >
            Try to open it again
          </Button>
        </Group>
        {damaged && (
          <Panel title="Go back to a backup">
            <Stack gap="sm">
              <Text size="sm">
                1. Choose the newest backup. 2. What was done after it is not in it; the damaged data is kept
                beside it and not changed. 3. The client is opened again by itself.
              </Text>
              <SnapshotList onRestored={() => void restart()} />
            </Stack>
          </Panel>
        )}
        {failure.canRestore && <OtherClients onOpened={() => void restart()} />}
      </Stack>
    </main>
  );
}
