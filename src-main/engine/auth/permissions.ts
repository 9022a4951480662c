import type { Caller } from '../tenancy/index.js';

export const permissions = [
  'tenant.manage',
  'discovery.run',
  'profile.customise',
  'deployment.deploy',
  'bundle.export',
  'data.restore',
] as const;
export type Permission = (typeof permissions)[number];

/** What each role may do. A role that is not listed may do nothing. */
const granted: Readonly<Record<string, readonly Permission[]>> = {
  administrator: permissions,
  consultant: ['discovery.run', 'profile.customise', 'deployment.deploy', 'bundle.export'],
  reviewer: ['deployment.deploy'],
  auditor: [],
};

/** Whether one of the caller's roles grants the permission. */
export function mayDo(caller: Pick<Caller, 'roles'>, permission: Permission): boolean {
  return caller.roles.some((role) => granted[role]?.includes(permission) ?? false);
}
