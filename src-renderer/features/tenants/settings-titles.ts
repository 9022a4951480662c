import type { SettingsSection } from '../../app/route.js';

export const settingsTitles: Record<SettingsSection, string> = {
  clients: 'Clients',
  data: 'Data and backups',
  approval: 'Approval and signing',
  appearance: 'Appearance and keys',
  about: 'About',
};
