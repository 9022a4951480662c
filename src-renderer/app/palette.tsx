import { useMantineColorScheme } from '@mantine/core';
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { useMemo } from 'react';
import { askForVerification } from '../features/audit/verify-request.js';
import { stepTitles } from '../features/onboarding/step-titles.js';
import { settingsTitles } from '../features/tenants/settings-titles.js';
import { askToSwitch } from '../features/tenants/switch-client.js';
import { callEngine } from './engine.js';
import { go } from './navigation.js';
import { onboardingSteps, type Route, settingsSections } from './route.js';
import { known, useQuery } from './use-engine.js';

const action = (id: string, label: string, onClick: () => void): SpotlightActionData => ({
  id,
  label,
  onClick,
});
const screen = (label: string, route: Route): SpotlightActionData =>
  action(`screen ${label}`, label, () => go(route));

/** Every screen and action, the agents and the clients, for the command palette. */
export function usePaletteActions(showKeys: () => void): SpotlightActionGroupData[] {
  const agents = known(useQuery('agents.list'));
  const tenants = known(useQuery('tenants.list'));
  const hasSample = (known(useQuery('system.status'))?.sampleOrganisation ?? null) !== null;
  const { setColorScheme } = useMantineColorScheme();
  return useMemo(
    () => [
      { group: 'Screens', actions: screenActions() },
      { group: 'Actions', actions: doActions({ hasSample, setColorScheme, showKeys }) },
      {
        group: 'Clients',
        actions: (tenants ?? [])
          .filter((tenant) => !tenant.open)
          .map((tenant) =>
            action(`client ${tenant.id}`, `Switch to ${tenant.name}`, () => askToSwitch(tenant)),
          ),
      },
      {
        group: 'Agents',
        actions: (agents ?? []).map((agent) =>
          action(`agent ${agent.id}`, agent.name, () => go({ screen: 'agents', id: agent.id })),
        ),
      },
    ],
    [agents, tenants, hasSample, setColorScheme, showKeys],
  );
}

function screenActions(): SpotlightActionData[] {
  return [
    screen('Home', { screen: 'home' }),
    ...onboardingSteps.map((step) =>
      screen(`Onboarding: ${stepTitles[step]}`, { screen: 'onboarding', step }),
    ),
    screen('Agents', { screen: 'agents', id: null }),
    screen('Knowledge', { screen: 'knowledge', id: null }),
    screen('Activity', { screen: 'activity' }),
    ...settingsSections.map((section) =>
      screen(`Settings: ${settingsTitles[section]}`, { screen: 'settings', section }),
    ),
  ];
}

interface DoActions {
  hasSample: boolean;
  setColorScheme: (scheme: 'light' | 'dark') => void;
  showKeys: () => void;
}

function doActions({ hasSample, setColorScheme, showKeys }: DoActions): SpotlightActionData[] {
  const readSample = () =>
    void callEngine('discovery.startSample', undefined).then(
      () => go({ screen: 'onboarding', step: 'reading' }),
      // The source screen has the same button and shows why it was refused.
      () => go({ screen: 'onboarding', step: 'source' }),
    );
  return [
    ...(!hasSample ? [] : [action('sample', 'Read the sample city', readSample)]),
    action('verify', 'Verify the audit record', () => {
      go({ screen: 'activity' });
      askForVerification();
    }),
    action('backup', 'Back up this client', () => go({ screen: 'settings', section: 'data' })),
    action('light', 'Use light colours', () => setColorScheme('light')),
    action('dark', 'Use dark colours', () => setColorScheme('dark')),
    action('keys', 'Show the keys', showKeys),
  ];
}
