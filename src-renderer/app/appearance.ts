import { create } from 'zustand';

interface Appearance {
  /** Whether a single letter (g, ?, j, k, /) does something: can be turned off for speech input (WCAG 2.1.4). */
  singleKeys: boolean;
}

const storageKey = 'aios.appearance';

function read(): Appearance {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(storageKey) ?? '{}');
    const singleKeys =
      typeof stored === 'object' && stored !== null && 'singleKeys' in stored ? stored.singleKeys : true;
    return { singleKeys: singleKeys !== false };
  } catch {
    return { singleKeys: true };
  }
}

/** How this person wants the window on this machine; not a client's data. */
export const useAppearance = create<Appearance>()(read);

useAppearance.subscribe((state) => {
  try {
    window.localStorage.setItem(storageKey, JSON.stringify(state));
  } catch {
    // Without storage the choice lasts until the window is closed.
  }
});
