import { Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCommand, useQuery } from '../../app/use-engine.js';
import { createViewStore } from '../../app/view-store.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { formatBytes, formatTime } from '../../ui/format.js';
import { Panel } from '../../ui/layout.js';
import { QueryView } from '../../ui/query-view.js';
import { newDepartmentId } from '../customisation/change-form.js';
import { askToSwitch } from './switch-client.js';
import { TenantBadge } from './tenant-badge.js';
import classes from './tenants.module.css';

const useNewClient = createViewStore({ name: '' });

/** Settings: the clients. One is open at a time. */
export function ClientsSection() {
  const tenants = useQuery('tenants.list');
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" maw={720}>
        Each client has its own data folder, keys and record. One is open at a time, so that nothing of one
        can reach another.
      </Text>
      <QueryView state={tenants} name="tenants.list">
        {(rows) => (
          <>
            <Panel title="Clients" flush>
              <ul className={classes.list}>
                {rows.map((tenant) => (
                  <li key={tenant.id} className={classes.client} data-open={tenant.open || undefined}>
                    <TenantBadge tenant={tenant} size="large" />
                    <div className="breakable">
                      <Text fw={600} size="sm">
                        {tenant.name}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {tenant.id} · {formatBytes(tenant.bytes)} ·{' '}
                        {tenant.lastOpenedAt === null
                          ? 'never opened'
                          : `opened ${formatTime(tenant.lastOpenedAt)}`}
                      </Text>
                    </div>
                    {tenant.open ? (
                      <Badge color="green">open now</Badge>
                    ) : (
                      <Button
                        size="xs"
                        variant="default"
                        aria-label={`Switch to ${tenant.name}`}
                        onClick={() => askToSwitch(tenant)}
                      >
                        Switch
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            </Panel>
            <NewClient taken={rows.map((tenant) => tenant.id)} />
          </>
        )}
      </QueryView>
    </Stack>
  );
}

function NewClient({ taken }: { taken: readonly string[] }) {
  const create = useCommand('tenants.create');
  const name = useNewClient((state) => state.name);
  const [created, setCreated] = useState<string | null>(null);
  const id = newDepartmentId(name, taken);
  return (
    <Panel title="New client">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          const made = await create.run({ id, name: name.trim() });
          if (made === undefined) return;
          useNewClient.setState({ name: '' });
          setCreated(made.name);
        }}
      >
        <Stack gap="sm">
          <Group align="flex-end" gap="xs">
            <TextInput
              label="Name"
              value={name}
              maxLength={200}
              onChange={(event) => useNewClient.setState({ name: event.currentTarget.value })}
              w={340}
            />
            <Button type="submit" variant="default" disabled={name.trim() === ''} loading={create.running}>
              Create
            </Button>
          </Group>
          {name.trim() !== '' && (
            <Text size="xs" c="dimmed">
              Its data folder will be called “{id}”.
            </Text>
          )}
          {created !== null && (
            <Text size="sm" role="status">
              {created} was created. Switch to it when you are ready.
            </Text>
          )}
          {create.state.status === 'refused' && <ErrorNotice refusal={create.state.refusal} />}
        </Stack>
      </form>
    </Panel>
  );
}
