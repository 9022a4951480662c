import { create, type StoreApi, type UseBoundStore } from 'zustand';

const resets = new Set<() => void>();

/**
 * Makes a feature's store of view state. All of them are put back when another client is opened, so that nothing that
 * was typed for one client can be sent for another.
 */
export function createViewStore<T extends object>(initial: T): UseBoundStore<StoreApi<T>> {
  const store = create<T>()(() => initial);
  resets.add(() => store.setState(initial, true));
  return store;
}

/** Puts every feature's view state back to the start: called on the switch to another client. */
export function resetViewStores(): void {
  for (const reset of resets) reset();
}
