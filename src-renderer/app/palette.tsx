import { useMantineColorScheme } from '@mantine/core';
import type { SpotlightActionData } from '@mantine/spotlight';
import { useMemo } from 'react';
import { askForVerification } from '../features/audit/activity-screen.js';
import { stepTitles } from '../features/onboarding/onboarding-screen.js';
import { askToSwitch } from '../features/tenants/switch-client.js';
import { callEngine } from './engine.js';
import { go } from './navigation.js';
import { onboardingSteps, type Route, settingsSections } from './route.js';
import { known, useQuery } from './use-engine.js';

const action = (
  id: string,
  label: string,
  description: string,
  onClick: () => void,
): SpotlightActionData => ({
  id,
  label,
  description,
  onClick,
});
const screen = (label: string, route: Route): SpotlightActionData =>
  action(`screen ${label}`, label, 'Screen', () => go(route));

/** Every screen and action, the agents and the clients, for the command palette. */
export function usePaletteActions(showKeys: () => void): SpotlightActionData[] {
  const agents = known(useQuery('agents.list'));
  const tenants = known(useQuery('tenants.list'));
  const sample = known(useQuery('system.status'))?.sampleOrganisation ?? null;
  const { setColorScheme } = useMantineColorScheme();
  return useMemo(
    () => [
      screen('Home', { screen: 'home' }),
      ...onboardingSteps.map((step) =>
        screen(`Onboarding: ${stepTitles[step]}`, { screen: 'onboarding', step }),
      ),
      screen('Agents', { screen: 'agents', id: null }),
      screen('Knowledge', { screen: 'knowledge', id: null }),
      screen('Activity', { screen: 'activity' }),
      ...settingsSections.map((section) => screen(`Settings: ${section}`, { screen: 'settings', section })),
      ...(sample === null
        ? []
        : [
            action('sample', `Read the sample organisation: ${sample}`, 'Action', () => {
              void callEngine('discovery.startSample', undefined).then(
                () => go({ screen: 'onboarding', step: 'reading' }),
                () => go({ screen: 'onboarding', step: 'source' }),
              );
            }),
          ]),
      action('verify', 'Verify the audit record', 'Action', () => {
        go({ screen: 'activity' });
        askForVerification();
      }),
      action('backup', 'Back up this client now', 'Action: opens Data and backups', () =>
        go({ screen: 'settings', section: 'data' }),
      ),
      action('light', 'Use light colours', 'Action', () => setColorScheme('light')),
      action('dark', 'Use dark colours', 'Action', () => setColorScheme('dark')),
      action('keys', 'Show the keys', 'Action', showKeys),
      ...(tenants ?? [])
        .filter((tenant) => !tenant.open)
        .map((tenant) =>
          action(`client ${tenant.id}`, `Switch to ${tenant.name}`, 'Client', () => askToSwitch(tenant)),
        ),
      ...(agents ?? []).map((agent) =>
        action(`agent ${agent.id}`, agent.name, 'Agent', () => go({ screen: 'agents', id: agent.id })),
      ),
    ],
    [agents, tenants, sample, setColorScheme, showKeys],
  );
}
