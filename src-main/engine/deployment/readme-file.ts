import { escapeLine } from '../kb-generation/index.js';
import type { ComposedContent } from './composition-content.js';

/** The page that explains the folder to whoever opens it without our program. */
export function readmeText({ profile, manifests, policies, documents, generator }: ComposedContent): string {
  const { name } = profile.organisation;
  const departments = new Map(profile.departments.map((department) => [department.id, department.name]));
  const rows = manifests.map(({ manifest, file }) => {
    const department =
      manifest.department === null ? 'all' : (departments.get(manifest.department) ?? manifest.department);
    const readable = documents.filter(({ agents }) => agents.includes(manifest.id));
    const own = readable.filter(({ document }) => document.departments.length > 0).length;
    return `| ${escapeLine(manifest.name)} | ${escapeLine(department)} | ${manifest.modes.default} | ${manifest.sensitivityCeiling} | ${readable.length} (${own} own) | \`${file}\` |`;
  });
  return `# Agents of ${escapeLine(name)}

Made by ${generator.name} ${generator.version}: ${count(manifests.length, 'agent')}, ${count(documents.length, 'knowledge document')}, ${count(policies.length, 'rule')}.

| agent | department | mode | up to | documents | manifest |
|---|---|---|---|---|---|
${rows.join('\n')}

## What is where

| path | content |
|---|---|
| \`manifest/organisation.json\` | the list of agents with the hashes of their manifests, policies and knowledge |
| \`manifest/agents/\` | one manifest per agent: canonical JSON, so the file's SHA-256 is the manifest's hash |
| \`policies/\` | the rules: constitution, organisation, departments, agents; a lower one can only restrict |
| \`knowledge/\` | what the agents may quote; \`index.json\` says where and when each text was read, and who reads it |
| \`auth/\` | the account and roles of each agent; no passwords or keys |
| \`profile.json\` | the organisation as it was found and corrected, every fact with its evidence |
| \`ai-bom.json\` | bill of materials (CycloneDX 1.6) |
| \`SHA256SUMS\` | checksums of all other files |

## How to check it

- Nothing was damaged: run \`sha256sum -c SHA256SUMS\` in this folder.
- Nobody changed it: \`aios bundle verify FILE\` checks the signed bundle, offline. It needs the public key, which you
  should have received on another way than the bundle.
`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
