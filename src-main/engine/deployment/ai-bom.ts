import { canonicalJson } from '@shared/evidence/canonical-json.js';
import { sha256OfText } from '@shared/evidence/sha256.js';
import type { AssignedDocument, ComposedContent, ComposedManifest } from './composition-content.js';
import { sha256Hex } from './hashing.js';

/**
 * The bill of materials (CycloneDX 1.6): agents as applications, documents as data, which agent reads which, and no
 * model, because none is deployed: the platform or the person who runs the agents chooses one. Without a timestamp,
 * and with a serial number made from the content, so that equal deployments have equal bills.
 */
export function aiBom({ profile, manifests, documents, generator }: ComposedContent) {
  const root = 'deployment';
  const components = [...manifests.map(agentComponent), ...documents.map(documentComponent)];
  const dependencies = [
    { ref: root, dependsOn: manifests.map(({ manifest }) => agentRef(manifest.id)) },
    ...manifests.map(({ manifest }) => ({
      ref: agentRef(manifest.id),
      dependsOn: documents
        .filter(({ agents }) => agents.includes(manifest.id))
        .map(({ document }) => documentRef(document.id)),
    })),
  ];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(canonicalJson({ components, dependencies }))}`,
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: generator.name, version: generator.version }] },
      component: {
        type: 'application',
        'bom-ref': root,
        name: `Agents of ${profile.organisation.name}`,
        properties: [{ name: 'aios:models', value: 'none' }],
      },
    },
    components,
    dependencies,
  };
}

const agentRef = (id: string): string => `agent:${id}`;
const documentRef = (id: string): string => `document:${id}`;

function agentComponent({ manifest, hash }: ComposedManifest) {
  return {
    type: 'application',
    'bom-ref': agentRef(manifest.id),
    name: manifest.name,
    description: manifest.description,
    hashes: [{ alg: 'SHA-256', content: hash.slice('sha256:'.length) }],
    properties: [
      { name: 'aios:template', value: `${manifest.template.id}@${manifest.template.version}` },
      { name: 'aios:mode', value: manifest.modes.default },
      { name: 'aios:sensitivity-ceiling', value: manifest.sensitivityCeiling },
      { name: 'aios:policy-hash', value: manifest.policyHash },
      { name: 'aios:knowledge-hash', value: manifest.knowledgeHash },
    ],
  };
}

function documentComponent({ document }: AssignedDocument) {
  return {
    type: 'data',
    'bom-ref': documentRef(document.id),
    name: document.title,
    hashes: [{ alg: 'SHA-256', content: document.contentHash.slice('sha256:'.length) }],
    data: [{ type: 'dataset', name: document.title, classification: document.sensitivity }],
    properties: [
      { name: 'aios:kind', value: document.kind },
      { name: 'aios:retrieved-at', value: document.retrievedAt },
      // Properties and not external references: a mirror's path need not be a valid URL.
      ...document.sources.map((source) => ({ name: 'aios:source', value: source })),
    ],
  };
}

/** A UUID of version 8 (RFC 9562: made by a rule of one's own) from the SHA-256 of a text. */
function uuidOf(text: string): string {
  const hex = sha256OfText(text, sha256Hex);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
