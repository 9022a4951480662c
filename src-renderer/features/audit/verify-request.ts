import { createViewStore } from '../../app/view-store.js';

/** How often a check of the record was asked for; its result is shown on the activity screen. */
export const useVerifyRequest = createViewStore<{ asked: number }>({ asked: 0 });

/** Asks for a check of the whole record: by the screen's button and by the command palette. */
export function askForVerification(): void {
  useVerifyRequest.setState((state) => ({ asked: state.asked + 1 }));
}
