import { Button, Group, Stack, Text } from '@mantine/core';
import { TenantBadge } from '../features/tenants/tenant-badge.js';
import { ErrorNotice } from '../ui/error-notice.js';
import { Panel } from '../ui/layout.js';
import { known, useCommand, useQuery } from './use-engine.js';

/** The clients whose data may still open, offered when one does not. */
export function OtherClients({ onOpened }: { onOpened: () => void }) {
  const tenants = known(useQuery('tenants.list')) ?? [];
  const open = useCommand('tenants.open');
  const others = tenants.filter((tenant) => !tenant.open);
  if (others.length === 0) return null;
  return (
    <Panel title="Work for another client meanwhile">
      <Stack gap="sm">
        {open.state.status === 'refused' && <ErrorNotice refusal={open.state.refusal} />}
        {others.map((tenant) => (
          <Group key={tenant.id} gap="sm" wrap="nowrap">
            <TenantBadge tenant={tenant} />
            <Text size="sm" className="breakable" flex={1}>
              {tenant.name}
            </Text>
            <Button
              size="xs"
              variant="default"
              disabled={open.running}
              onClick={async () => {
                if ((await open.run({ id: tenant.id })) !== undefined) onOpened();
              }}
            >
              Open
            </Button>
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}
