import { HomeScreen } from '../features/home/home-screen.js';
import { lazyScreen } from './lazy-screen.js';
import type { Route } from './route.js';

const onboarding = lazyScreen(
  async () => (await import('../features/onboarding/onboarding-screen.js')).OnboardingScreen,
);
const agents = lazyScreen(async () => (await import('../features/agents/agents-screen.js')).AgentsScreen);
const knowledge = lazyScreen(
  async () => (await import('../features/knowledge/knowledge-screen.js')).KnowledgeScreen,
);
const activity = lazyScreen(
  async () => (await import('../features/audit/activity-screen.js')).ActivityScreen,
);
const settings = lazyScreen(
  async () => (await import('../features/tenants/settings-screen.js')).SettingsScreen,
);

/** The screen of a route. Home is part of the first load, the others are read when they are opened. */
export function ScreenOf({ route }: { route: Route }) {
  switch (route.screen) {
    case 'home':
      return <HomeScreen />;
    case 'onboarding':
      return <onboarding.Screen step={route.step} />;
    case 'agents':
      return <agents.Screen id={route.id} />;
    case 'knowledge':
      return <knowledge.Screen id={route.id} />;
    case 'activity':
      return <activity.Screen />;
    case 'settings':
      return <settings.Screen section={route.section} />;
  }
}

/** Reads the other screens while nothing else is to be done, so that each opens at once. */
export function preloadScreens(): () => void {
  const handle = requestIdleCallback(
    async () => {
      for (const screen of [onboarding, agents, activity, knowledge, settings]) {
        // What cannot be read now is read, or reported, when it is opened.
        await screen.preload().catch(() => undefined);
      }
    },
    { timeout: 3_000 },
  );
  return () => cancelIdleCallback(handle);
}
