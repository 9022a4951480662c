import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { queryCache } from '../../app/engine.js';
import { go } from '../../app/navigation.js';
import { known, useCommand, useQuery } from '../../app/use-engine.js';
import { createViewStore, resetViewStores } from '../../app/view-store.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { TenantBadge } from './tenant-badge.js';

type Target = { id: string; name: string };
const useSwitch = createViewStore<{ target: Target | null }>({ target: null });

/** Asks whether to switch to another client. */
export function askToSwitch(target: Target): void {
  useSwitch.setState({ target });
}

/** The plain question before the hard switch: what is left, what is opened, what is lost. */
export function SwitchClientDialog() {
  const target = useSwitch((state) => state.target);
  const close = () => useSwitch.setState({ target: null });
  return (
    <Modal
      opened={target !== null}
      onClose={close}
      title="Work for another client?"
      closeButtonProps={{ 'aria-label': 'Stay with this client' }}
    >
      {target !== null && <Question target={target} onClose={close} />}
    </Modal>
  );
}

function Question({ target, onClose }: { target: Target; onClose: () => void }) {
  const status = known(useQuery('system.status'));
  const open = useCommand('tenants.open');
  const switchTo = async () => {
    if ((await open.run({ id: target.id })) === undefined) return;
    // Nothing of the last client may stay on the screen or in a form.
    resetViewStores();
    queryCache.clear();
    go({ screen: 'home' });
  };
  return (
    <Stack gap="md">
      {status !== undefined && (
        <Group gap="sm" wrap="nowrap">
          <TenantBadge tenant={status.tenant} size="large" />
          <Text size="sm">
            <b>{status.tenant.name}</b> is closed. Its data stays on this machine; what you typed and did not
            save is dropped.
          </Text>
        </Group>
      )}
      <Group gap="sm" wrap="nowrap">
        <TenantBadge tenant={target} size="large" />
        <Text size="sm">
          <b>{target.name}</b> is opened, with its own data, keys and record.
        </Text>
      </Group>
      {open.state.status === 'refused' && <ErrorNotice refusal={open.state.refusal} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Stay here
        </Button>
        <Button onClick={() => void switchTo()} loading={open.running} data-autofocus>
          <span className="ellipsis">Switch to {target.name}</span>
        </Button>
      </Group>
    </Stack>
  );
}
