import { known, useQuery } from '../../app/use-engine.js';

/** The name of a department by its id, as a human last left it; the id itself when it is not known any more. */
export function useDepartmentNames(): (id: string) => string {
  const view = known(useQuery('customisation.view'));
  const names = new Map(view?.profile.departments.map((department) => [department.id, department.name]));
  return (id) => names.get(id) ?? id;
}
