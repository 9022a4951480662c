import { createViewStore } from '../../app/view-store.js';
import type { ChangeForm } from './change-form.js';

/** The change being typed. Kept here so that a restart of the engine or a look at another screen loses nothing. */
export const useChange = createViewStore<{ form: ChangeForm | null; reason: string; lastReason: string }>({
  form: null,
  reason: '',
  lastReason: '',
});

/** Opens the dialog with a form. */
export function beginChange(form: ChangeForm): void {
  useChange.setState({ form });
}
