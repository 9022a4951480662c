import type { AgentManifest } from '@shared/contract/agent-manifest.js';
import type { Preview } from '@shared/contract/deployment-record.js';
import { canonicalJson } from '@shared/evidence/canonical-json.js';
import type { Composition } from './composition.js';

/** What is remembered of a deployment, to compare the next one with. */
export interface DeployedState {
  deploymentId: string;
  manifests: readonly AgentManifest[];
  files: readonly { path: string; sha256: string }[];
}

/** What would change; the parts have the shape in which a preview shows them. */
export type CompositionDiff = Pick<Preview, 'changes' | 'files' | 'removedFiles'>;

/** Compares a composition with the last deployment (`null`: there is none, everything is new). */
export function diffCompositions(previous: DeployedState | null, next: Composition): CompositionDiff {
  const before = new Map(previous?.files.map((file) => [file.path, file.sha256]));
  const paths = new Set(next.files.map((file) => file.path));
  return {
    changes: previous === null ? null : agentChanges(previous, next),
    files: next.files.map(({ path, bytes, sha256 }) => {
      const old = before.get(path);
      const change = old === undefined ? 'added' : old === sha256 ? 'unchanged' : 'changed';
      return { path, bytes: bytes.length, sha256, change };
    }),
    removedFiles: [...before.keys()].filter((path) => !paths.has(path)).sort(),
  };
}

function agentChanges(previous: DeployedState, next: Composition): NonNullable<Preview['changes']> {
  const before = new Map(previous.manifests.map((manifest) => [manifest.id, manifest]));
  const after = new Map(next.manifests.map(({ manifest }) => [manifest.id, manifest]));
  return {
    deploymentId: previous.deploymentId,
    agentsAdded: [...after.keys()].filter((id) => !before.has(id)),
    agentsRemoved: [...before.keys()].filter((id) => !after.has(id)).sort(),
    agentsChanged: [...after].flatMap(([agent, manifest]) => {
      const old = before.get(agent);
      const fields = old === undefined ? [] : changedFields(old, manifest);
      return fields.length === 0 ? [] : [{ agent, fields }];
    }),
  };
}

/** The fields in which two manifests differ, members of objects by `object.member`. */
export function changedFields(one: AgentManifest, other: AgentManifest): string[] {
  const left = new Map(leaves(one));
  const right = new Map(leaves(other));
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((key) => left.get(key) !== right.get(key))
    .sort();
}

function leaves(value: object, prefix = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, member]: [string, unknown]): [string, string][] => {
    const isObject = typeof member === 'object' && member !== null && !Array.isArray(member);
    return isObject ? leaves(member, `${prefix}${key}.`) : [[`${prefix}${key}`, canonicalJson(member)]];
  });
}
