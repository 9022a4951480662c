import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRoute, onboardingSteps, parseRoute, type Route, settingsSections } from './route.js';

const id = fc.option(fc.string({ minLength: 1, unit: 'grapheme' }), { nil: null });
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.constant<Route>({ screen: 'home' }),
  fc.constant<Route>({ screen: 'activity' }),
  fc.record({
    screen: fc.constant('onboarding' as const),
    step: fc.option(fc.constantFrom(...onboardingSteps), { nil: null }),
  }),
  fc.record({ screen: fc.constantFrom('agents' as const, 'knowledge' as const), id }),
  fc.record({ screen: fc.constant('settings' as const), section: fc.constantFrom(...settingsSections) }),
);

describe('route', () => {
  it('comes back from its address as it was', () => {
    fc.assert(
      fc.property(routes, (route) => {
        expect(parseRoute(formatRoute(route))).toEqual(route);
      }),
    );
  });

  it('is Home for every address that is none', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#agents', 'x#/agents']) {
      expect(parseRoute(hash)).toEqual({ screen: 'home' });
    }
    fc.assert(
      fc.property(fc.string(), (hash) => {
        expect(parseRoute(hash)).toHaveProperty('screen');
      }),
    );
  });

  it('survives a damaged escape', () => {
    expect(parseRoute('#/agents/%E0%A4%A')).toEqual({ screen: 'agents', id: null });
  });
});
