import { create } from 'zustand';
import { formatRoute, parseRoute, type Route } from './route.js';

/** The present route. The address is the truth; this follows it. */
export const useRoute = create<{ route: Route }>()(() => ({ route: parseRoute(window.location.hash) }));

window.addEventListener('hashchange', () => {
  useRoute.setState({ route: parseRoute(window.location.hash) });
});

/** Opens a screen; the way back is kept. */
export function go(route: Route): void {
  window.location.hash = formatRoute(route);
}
