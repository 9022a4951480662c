import { sentence } from '../../ui/format.js';

/** What each action of the record means, as a person would say it. */
const words: Readonly<Record<string, string>> = {
  'discovery.start': 'Started reading a source',
  'discovery.resume': 'Went on reading a source',
  'discovery.store-pages': 'Stored pages that were read',
  'discovery.analyse': 'Made the profile from the pages',
  'discovery.done': 'Finished the profile',
  'discovery.cancelled': 'Stopped reading a source',
  'discovery.interrupted': 'Reading was interrupted',
  'discovery.failed': 'Reading failed',
  'customise.set-organisation': 'Corrected the organisation',
  'customise.add-department': 'Added a department',
  'customise.remove-department': 'Removed a department',
  'customise.rename-department': 'Renamed a department',
  'customise.merge-departments': 'Merged two departments',
  'customise.set-head': 'Changed the head of a department',
  'customise.set-contact': 'Changed a contact',
  'customise.rename-agent': 'Renamed an agent',
  'customise.set-template': 'Chose another template',
  'customise.set-sensitivity': 'Changed what an agent may read',
  'customise.set-mode-default': 'Changed how an agent answers',
  'customise.add-rule': 'Added a governance rule',
  'customise.remove-rule': 'Removed a governance rule',
  'customise.edit-knowledge': 'Changed the knowledge of an agent',
  'customise.undo': 'Undid a change',
  'customise.resolve': 'Decided a conflict',
  'deployment.approve': 'Approved a deployment',
  'deployment.resume': 'Went on deploying',
  'deployment.rollback': 'Went back to an earlier deployment',
  'deployment.step-started': 'Began a step of the deployment',
  'deployment.step-done': 'Finished a step of the deployment',
  'deployment.step-failed': 'A step of the deployment failed',
  'deployment.tenant': 'Prepared the client',
  'deployment.files': 'Stored the files of the deployment',
  'deployment.knowledge': 'Delivered the knowledge',
  'deployment.agents': 'Registered the agents',
  'deployment.policies': 'Put the policies in force',
  'deployment.audit-head': 'Sealed the end of the record',
  'deployment.bundle': 'Wrote the signed bundle',
  'deployment.access': 'Opened access for the agents',
  'deployment.folder': 'Wrote the folder of the deployment',
  'deployment.activate': 'Put the deployment in force',
  'bundle.export': 'Saved a copy of the bundle',
  'snapshot.take': 'Took a backup',
  'snapshot.restore': 'Restored a backup',
  'tenant.update-settings': 'Changed the settings of the client',
};

/** An action's code name in words; one that is not known here is written out, never hidden. */
export function actionWords(action: string): string {
  return words[action] ?? sentence(action);
}

/** The actions to choose from, in the order of the job. */
export const actionOptions = Object.entries(words).map(([value, label]) => ({ value, label }));

const kinds: Readonly<Record<string, string>> = {
  'discovery-run': 'reading',
  'discovery.run': 'reading',
  snapshot: 'backup',
  tenant: 'client',
};

/** What an action was done to, in words. */
export function resourceWords(kind: string): string {
  return kinds[kind] ?? kind.replace(/[-_.]+/g, ' ');
}
