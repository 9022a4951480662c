import type { PolicyRule } from '@shared/contract/agent-manifest.js';
import { policiesFor } from '../agents/index.js';
import type { ComposedManifest } from './composition-content.js';
import { fileNameFor } from './file-names.js';
import { prettyJson } from './json-files.js';

/**
 * The rules as files, one per tier and scope. Every agent has a file, also without rules of its own: it lists by id
 * all rules that bind the agent, in the order over which its policy hash is computed.
 */
export function policyFiles(
  policies: readonly PolicyRule[],
  manifests: readonly ComposedManifest[],
): [path: string, text: string][] {
  const ofTier = (tier: PolicyRule['tier']) => policies.filter((rule) => rule.tier === tier);
  const departments = [...new Set(ofTier('department').map((rule) => rule.scope ?? ''))].filter(Boolean);
  return [
    ['policies/constitution.json', ruleFile('constitutional', { rules: ofTier('constitutional') })],
    ['policies/organisation.json', ruleFile('organisation', { rules: ofTier('organisation') })],
    ...departments.map((department): [string, string] => [
      `policies/departments/${fileNameFor(department)}.json`,
      ruleFile('department', {
        department,
        rules: ofTier('department').filter((rule) => rule.scope === department),
      }),
    ]),
    ...manifests.map(({ manifest }): [string, string] => [
      `policies/agents/${fileNameFor(manifest.id)}.json`,
      ruleFile('agent', {
        agent: manifest.id,
        policyHash: manifest.policyHash,
        rules: ofTier('agent').filter((rule) => rule.scope === manifest.id),
        effective: policiesFor({ id: manifest.id, departmentId: manifest.department }, policies).map(
          (rule) => rule.id,
        ),
      }),
    ]),
  ];
}

function ruleFile(tier: PolicyRule['tier'], content: object): string {
  return prettyJson({ schema: 'aios.policy-file/1', tier, ...content });
}
