/** The steps of onboarding, in the order in which a person takes them. */
export const onboardingSteps = [
  'source',
  'reading',
  'profile',
  'customise',
  'preview',
  'deploy',
  'result',
] as const;
export type OnboardingStep = (typeof onboardingSteps)[number];

export const settingsSections = ['clients', 'data', 'approval', 'appearance', 'about'] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** Where the person is. Written into the address after `#`, so that back, forward and reload work. */
export type Route =
  | { screen: 'home' }
  | { screen: 'onboarding'; step: OnboardingStep | null }
  | { screen: 'agents'; id: string | null }
  | { screen: 'knowledge'; id: string | null }
  | { screen: 'activity' }
  | { screen: 'settings'; section: SettingsSection };
export type Screen = Route['screen'];

/** The address of a route: `#/agents/water`. */
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'onboarding':
      return route.step === null ? '#/onboarding' : `#/onboarding/${route.step}`;
    case 'agents':
    case 'knowledge':
      return route.id === null ? `#/${route.screen}` : `#/${route.screen}/${encodeURIComponent(route.id)}`;
    case 'settings':
      return `#/settings/${route.section}`;
    default:
      return `#/${route.screen}`;
  }
}

/** The route of an address; whatever is not one is Home. */
export function parseRoute(hash: string): Route {
  const [, screen = '', rest = ''] = /^#\/([a-z]+)(?:\/(.*))?$/s.exec(hash) ?? [];
  switch (screen) {
    case 'onboarding':
      return { screen, step: onboardingSteps.find((step) => step === rest) ?? null };
    case 'agents':
    case 'knowledge':
      return { screen, id: decoded(rest) };
    case 'activity':
      return { screen };
    case 'settings':
      return { screen, section: settingsSections.find((section) => section === rest) ?? 'clients' };
    default:
      return { screen: 'home' };
  }
}

function decoded(text: string): string | null {
  if (text === '') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
