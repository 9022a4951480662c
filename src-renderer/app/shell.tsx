import { AppShell, Button, Group, Kbd, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { Spotlight, spotlight } from '@mantine/spotlight';
import {
  IconActivity,
  IconBooks,
  IconHome,
  IconKeyboard,
  IconRobot,
  IconRoute,
  IconSearch,
  IconSettings,
} from '@tabler/icons-react';
import { type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { EvidencePanel } from '../features/evidence/evidence-panel.js';
import { askToSwitch, SwitchClientDialog } from '../features/tenants/switch-client.js';
import { TenantBadge } from '../features/tenants/tenant-badge.js';
import { Waiting } from '../ui/query-view.js';
import { ConnectionBanner } from './connection-banner.js';
import { KeysDialog, useKeys } from './keys.js';
import { go, useRoute } from './navigation.js';
import { usePaletteActions } from './palette.js';
import { formatRoute, type Route, type Screen } from './route.js';
import { preloadScreens, ScreenOf } from './screens.js';
import classes from './shell.module.css';
import { tenantMark } from './tenant-colour.js';
import { known, useQuery } from './use-engine.js';

const screens: readonly { route: Route; title: string; Picture: typeof IconHome; keys: string }[] = [
  { route: { screen: 'home' }, title: 'Home', Picture: IconHome, keys: 'G H' },
  { route: { screen: 'onboarding', step: null }, title: 'Onboarding', Picture: IconRoute, keys: 'G O' },
  { route: { screen: 'agents', id: null }, title: 'Agents', Picture: IconRobot, keys: 'G A' },
  { route: { screen: 'knowledge', id: null }, title: 'Knowledge', Picture: IconBooks, keys: 'G K' },
  { route: { screen: 'activity' }, title: 'Activity', Picture: IconActivity, keys: 'G V' },
  {
    route: { screen: 'settings', section: 'clients' },
    title: 'Settings',
    Picture: IconSettings,
    keys: 'G S',
  },
];

/** The frame of every screen: the client, the way around, and the screen itself, or what is seen until there is one. */
export function Shell({ opening }: { opening: ReactNode | null }) {
  const route = useRoute((state) => state.route);
  const [keysShown, setKeysShown] = useState(false);
  const main = useRef<HTMLElement>(null);
  const actions = usePaletteActions(() => setKeysShown(true));
  useKeys(() => setKeysShown(true));
  const address = formatRoute(route);
  useEffect(() => (opening === null ? preloadScreens() : undefined), [opening]);
  return (
    <>
      <AppShell header={{ height: 52 }} navbar={{ width: 196, breakpoint: 0 }} padding="lg">
        <AppShell.Header className={classes.header}>
          <a className="skip-link" href={address} onClick={(event) => skip(event, main.current)}>
            Skip to the content
          </a>
          <Header onKeys={() => setKeysShown(true)} />
        </AppShell.Header>
        <AppShell.Navbar className={classes.navbar} aria-label="Screens">
          <Navigation screen={route.screen} />
        </AppShell.Navbar>
        <AppShell.Main className={classes.main} ref={main}>
          <ConnectionBanner />
          {opening ?? (
            <Suspense fallback={<Waiting />}>
              <ScreenOf route={route} />
              <Arrival address={address} main={main} />
            </Suspense>
          )}
        </AppShell.Main>
      </AppShell>
      <EvidencePanel />
      <SwitchClientDialog />
      <KeysDialog opened={keysShown} onClose={() => setKeysShown(false)} />
      <Spotlight
        actions={actions}
        shortcut={['mod + K', 'mod + P']}
        nothingFound="Nothing of this name."
        highlightQuery
        limit={30}
        maxHeight={440}
        // Letters that are typed while it opens must not be lost.
        transitionProps={{ duration: 0 }}
        overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
        scrollable
        attributes={{ content: { 'aria-label': 'Command palette' } }}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
        searchProps={{
          leftSection: <IconSearch size={18} aria-hidden />,
          placeholder: 'Screens, actions, agents, clients',
          'aria-label': 'Screens, actions, agents, clients',
        }}
      />
    </>
  );
}

/** Beside the screen, within its boundary: its effect runs when the screen's code is there and its title is shown. */
function Arrival({ address, main }: { address: string; main: RefObject<HTMLElement | null> }) {
  const last = useRef(address);
  useEffect(() => {
    // A reader of the screen hears where it is; the first screen has its own focus.
    if (last.current === address) return;
    last.current = address;
    if (!main.current?.contains(document.activeElement)) focusTitle(main.current);
    window.scrollTo(0, 0);
  }, [address, main]);
  return null;
}

function skip(event: React.MouseEvent, main: HTMLElement | null): void {
  event.preventDefault();
  focusTitle(main);
}

function focusTitle(main: HTMLElement | null): void {
  main?.querySelector<HTMLElement>('[data-screen-title]')?.focus({ preventScroll: true });
}

function Header({ onKeys }: { onKeys: () => void }) {
  const tenant = known(useQuery('system.status'))?.tenant;
  const tenants = known(useQuery('tenants.list')) ?? [];
  useEffect(() => {
    document.title = tenant === undefined ? 'AIOS' : `${tenant.name} – AIOS`;
  }, [tenant]);
  return (
    <div className={classes.headerRow}>
      {tenant !== undefined && (
        <>
          <span
            className={classes.band}
            style={{ background: tenantMark(tenant).colour }}
            aria-hidden="true"
          />
          <Tooltip label="The client that you work for. Click to see all clients.">
            <UnstyledButton
              className={classes.client}
              onClick={() => go({ screen: 'settings', section: 'clients' })}
              aria-label={`Client: ${tenant.name}. See all clients`}
            >
              <TenantBadge tenant={tenant} />
              <span className={classes.clientName}>{tenant.name}</span>
            </UnstyledButton>
          </Tooltip>
          {tenants.length === 2 && (
            <OtherClient tenant={tenants.find((other) => other.id !== tenant.id) ?? null} />
          )}
        </>
      )}
      <Group gap="xs" ml="auto" wrap="nowrap">
        <Button
          variant="default"
          size="xs"
          className={classes.search}
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSection={<Kbd size="xs">Ctrl K</Kbd>}
          onClick={() => spotlight.open()}
        >
          Find a screen or an action
        </Button>
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconKeyboard size={16} aria-hidden />}
          onClick={onKeys}
        >
          Keys
        </Button>
      </Group>
    </div>
  );
}

function OtherClient({ tenant }: { tenant: { id: string; name: string } | null }) {
  if (tenant === null) return null;
  return (
    <Button size="compact-xs" variant="subtle" color="gray" onClick={() => askToSwitch(tenant)} maw={220}>
      <span className="ellipsis">Switch to {tenant.name}</span>
    </Button>
  );
}

function Navigation({ screen }: { screen: Screen }) {
  const status = known(useQuery('system.status'));
  const waiting =
    status?.waiting.filter((item) => item.kind !== 'deployed' && item.kind !== 'start').length ?? 0;
  return (
    <ul className={classes.screens}>
      {screens.map(({ route, title, Picture, keys }) => (
        <li key={route.screen}>
          <UnstyledButton
            className={classes.screen}
            aria-current={route.screen === screen ? 'page' : undefined}
            aria-keyshortcuts={keys.toLowerCase()}
            onClick={() => go(route)}
          >
            <Picture size={18} stroke={1.7} aria-hidden />
            <span className={classes.screenTitle}>{title}</span>
            {route.screen === 'home' && waiting > 0 && (
              <span className={classes.waiting}>
                {waiting}
                <span className="visually-hidden"> waiting</span>
              </span>
            )}
          </UnstyledButton>
        </li>
      ))}
      {status !== undefined && (
        <li className={classes.user}>
          <Text size="xs" c="dimmed" className="breakable">
            {status.user.name}
          </Text>
          <Text size="xs" c="dimmed">
            AIOS {status.version}
          </Text>
        </li>
      )}
    </ul>
  );
}
