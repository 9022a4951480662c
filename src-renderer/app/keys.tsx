import { Kbd, Modal, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useAppearance } from './appearance.js';
import classes from './keys.module.css';
import { go } from './navigation.js';
import type { Route } from './route.js';

/** The second key after `g`. */
const goKeys: Record<string, Route> = {
  h: { screen: 'home' },
  o: { screen: 'onboarding', step: null },
  a: { screen: 'agents', id: null },
  k: { screen: 'knowledge', id: null },
  v: { screen: 'activity' },
  s: { screen: 'settings', section: 'clients' },
};

const groups: readonly { title: string; keys: readonly (readonly [keys: string, text: string])[] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl K', 'find a screen, an action, an agent, a client'],
      ['?', 'show these keys'],
      ['/', 'filter the table'],
      ['Esc', 'close a panel, empty the filter'],
      ['Alt ←', 'back'],
    ],
  },
  {
    title: 'Screens',
    keys: [
      ['G H', 'Home'],
      ['G O', 'Onboarding'],
      ['G A', 'Agents'],
      ['G K', 'Knowledge'],
      ['G V', 'Activity'],
      ['G S', 'Settings'],
    ],
  },
  {
    title: 'In a table',
    keys: [
      ['J  ↓', 'next row'],
      ['K  ↑', 'row before'],
      ['Enter', 'open the row'],
      ['Home  End', 'first and last row'],
    ],
  },
];

/** All keys, and how to turn single letters off. */
export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const singleKeys = useAppearance((state) => state.singleKeys);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close the keys' }}
    >
      <Stack gap="md">
        {!singleKeys && (
          <Text size="sm">Single letters are turned off; turn them on in Settings, Appearance and keys.</Text>
        )}
        {groups.map((group) => (
          <div key={group.title}>
            <Title order={3} mb={4}>
              {group.title}
            </Title>
            <dl className={classes.keys}>
              {group.keys.map(([keys, text]) => (
                <div key={keys} className={classes.key}>
                  <dt>
                    {keys.split(/\s+/).map((key) => (
                      <Kbd key={key} size="sm" mr={4}>
                        {key}
                      </Kbd>
                    ))}
                  </dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </Stack>
    </Modal>
  );
}

const isTyping = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable="true"], [role="listbox"], [role="menu"]') !==
    null;

/** How long after `g` its second key is waited for, in milliseconds. */
const sequenceMs = 1200;

/** Listens to the keys that work everywhere, except where somebody types or a dialog is open. */
export function useKeys(onHelp: () => void): void {
  useEffect(() => {
    let gAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (!useAppearance.getState().singleKeys || document.querySelector('[role="dialog"]') !== null) return;
      const route = event.timeStamp - gAt < sequenceMs ? goKeys[event.key] : undefined;
      gAt = Number.NEGATIVE_INFINITY;
      if (route !== undefined) {
        event.preventDefault();
        go(route);
      } else if (event.key === 'g') gAt = event.timeStamp;
      else if (event.key === '?') onHelp();
      else if (event.key === '/') {
        const filter = document.querySelector<HTMLElement>('[data-filter]');
        if (filter === null) return;
        event.preventDefault();
        filter.focus();
      } else if (event.key === 'j' && document.activeElement?.matches('[data-row-open]') === false) {
        document.querySelector<HTMLElement>('[data-row-open][tabindex="0"]')?.focus();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onHelp]);
}
