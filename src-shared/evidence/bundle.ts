import type { BundleVerification } from '../contract/deployment.js';
import { AiosError } from '../kernel/errors.js';
import { type ArchiveFiles, writeArchive } from './archive.js';
import { compareNames } from './archive-name.js';
import {
  type BundlePredicate,
  type BundleStatement,
  parseStatement,
  statementPayloadType,
  statementText,
} from './bundle-statement.js';
import { canonicalJson } from './canonical-json.js';
import { type Signer, sealEnvelope, verifyEnvelope } from './dsse.js';
import { type ArchiveReading, type InflateRaw, readArchive } from './read-archive.js';
import { portableSha256, type Sha256 } from './sha256.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** Where the signed list of files stands in a bundle. Nothing else in a bundle may end in `.dsse.json`. */
export const envelopePath = 'bundle.dsse.json';
const envelopeSuffix = /\.dsse\.json$/i;

/** What a platform may do faster than portable code, or beyond it. */
export interface BundleTools {
  sha256?: Sha256;
  /** Only to explain what a foreign program changed in a bundle that is refused anyway. */
  inflateRaw?: InflateRaw;
}

/** Makes the signed archive of files. Equal files, predicate and key give equal bytes, on every machine. */
export function sealBundle(
  files: ArchiveFiles,
  predicate: BundlePredicate,
  signer: Signer,
  tools: BundleTools = {},
): Uint8Array {
  for (const name of files.keys()) {
    if (envelopeSuffix.test(name)) {
      throw new AiosError('invalid_input', `${name} has the name of a bundle's signature.`, {
        details: { path: name },
      });
    }
  }
  const sorted = [...files].sort(([one], [other]) => compareNames(one, other));
  const statement = encodeUtf8(statementText(sorted, predicate, tools.sha256));
  const envelope = sealEnvelope(statementPayloadType, statement, signer);
  return writeArchive(new Map([...sorted, [envelopePath, encodeUtf8(canonicalJson(envelope))]]));
}

type Problem = BundleVerification['problems'][number];

/**
 * Verifies a bundle offline against trusted Ed25519 public keys (32 bytes each). First the archive's form and the
 * signature; only a list of files that a trusted key signed is believed, and only then are the files compared with
 * it. Never throws: whatever the bytes are, the answer is a verdict with reasons.
 */
export function verifyBundle(
  archive: Uint8Array,
  trustedKeys: readonly Uint8Array[],
  tools: BundleTools = {},
): BundleVerification {
  return verifyReading(readArchive(archive, tools.inflateRaw), archive, trustedKeys, tools);
}

function verifyReading(
  reading: ArchiveReading,
  archive: Uint8Array,
  trustedKeys: readonly Uint8Array[],
  tools: BundleTools,
): BundleVerification {
  const sha256 = tools.sha256 ?? portableSha256;
  const problems: Problem[] = reading.canonical ? [] : [...reading.problems];
  const readable = !problems.some((problem) => problem.kind === 'not-an-archive');
  const checked = [
    'Form of the archive: plain files only, each name once, safe on every system, not a byte besides.',
  ];
  const { statement, signedBy } = readable
    ? believe(reading.files, trustedKeys, problems)
    : { statement: undefined, signedBy: null };
  if (readable)
    checked.push(
      `Signature (Ed25519) of the list of files, against ${trustedKeys.length === 1 ? '1 trusted key' : `${trustedKeys.length} trusted keys`}.`,
    );
  if (statement !== undefined) {
    problems.push(...compareFiles(statement, reading.files, sha256));
    checked.push(`Size and SHA-256 of ${statement.subject.length} listed files; none missing, none besides.`);
  }
  return {
    valid: problems.length === 0 && statement !== undefined,
    sha256: sha256(archive),
    files: [...reading.files.keys()].filter((name) => name !== envelopePath).length,
    organisation: statement?.predicate.organisation ?? null,
    deployment: statement?.predicate.deployment ?? null,
    signedBy,
    problems: condense(problems),
    checked,
  };
}

/** Who signed comes first, then what is dangerous, then what was done to the files; the rest is about form. */
const weight = [
  'not-an-archive',
  ...['unsigned', 'wrong-key', 'signature', 'second-envelope', 'envelope', 'statement'],
  ...['link', 'special-file', 'name', 'duplicate'],
  ...['changed', 'missing', 'renamed', 'extra'],
];
const listedOfAKind = 20;

/** The weightiest reasons first, and of each kind only so many that the next kind is still seen. */
function condense(problems: readonly Problem[]): Problem[] {
  const rank = (kind: string) => (weight.includes(kind) ? weight.indexOf(kind) : weight.length);
  const counts = new Map<string, number>();
  const listed = [...problems]
    .sort((one, other) => rank(one.kind) - rank(other.kind))
    .filter(({ kind }) => {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return (counts.get(kind) ?? 0) <= listedOfAKind;
    });
  for (const [kind, count] of counts) {
    const more = count - listedOfAKind;
    if (more > 0) listed.push({ path: '', kind, text: `${more} more of the kind "${kind}" are not listed.` });
  }
  return listed;
}

/** The files of a bundle that verifies, without its envelope. Throws `bundle_invalid` with the first reason. */
export function openBundle(
  archive: Uint8Array,
  trustedKeys: readonly Uint8Array[],
  tools: BundleTools = {},
): { files: ArchiveFiles; verification: BundleVerification } {
  const reading = readArchive(archive, tools.inflateRaw);
  const verification = verifyReading(reading, archive, trustedKeys, tools);
  const [first] = verification.problems;
  if (!verification.valid || !reading.canonical) {
    throw new AiosError('bundle_invalid', `This bundle must not be used. ${first?.text ?? ''}`.trim(), {
      details: { problems: verification.problems.slice(0, 20).map((problem) => problem.text) },
    });
  }
  return {
    files: new Map([...reading.files].filter(([name]) => name !== envelopePath)),
    verification,
  };
}

/** The statement that a trusted key signed, or why there is none, added to `problems`. */
function believe(
  files: ArchiveFiles,
  trustedKeys: readonly Uint8Array[],
  problems: Problem[],
): { statement?: BundleStatement; signedBy: string | null } {
  const refuse = (kind: string, text: string): { signedBy: null } => {
    problems.push({ path: envelopePath, kind, text });
    return { signedBy: null };
  };
  for (const name of files.keys()) {
    if (name !== envelopePath && envelopeSuffix.test(name)) {
      problems.push({ path: name, kind: 'second-envelope', text: `${name} looks like a second signature.` });
    }
  }
  const bytes = files.get(envelopePath);
  if (bytes === undefined) return refuse('unsigned', `The bundle is not signed: ${envelopePath} is missing.`);
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse('envelope', 'The signature file is not UTF-8 text.');
  const verdict = verifyEnvelope(text, trustedKeys);
  if (verdict.kind !== 'trusted') return refuse(verdictKinds[verdict.kind], verdict.text);
  // The envelope's own form is not covered by its signature, so there is one form only.
  if (!isCanonicalEnvelope(text)) return refuse('envelope', 'The signature file was rewritten or added to.');
  if (verdict.payloadType !== statementPayloadType) {
    return refuse('statement', `A trusted key signed something else: ${verdict.payloadType}.`);
  }
  const statement = parseStatement(decodeUtf8(verdict.payload) ?? '');
  if (statement === undefined) {
    return refuse('statement', 'A trusted key signed something that is no list of files of this format.');
  }
  return { statement, signedBy: verdict.signedBy[0] ?? null };
}

const verdictKinds = {
  malformed: 'envelope',
  unsigned: 'unsigned',
  untrusted: 'wrong-key',
  forged: 'signature',
} as const;

function isCanonicalEnvelope(text: string): boolean {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 3) return false;
  if (!('signatures' in value) || !Array.isArray(value.signatures) || value.signatures.length !== 1)
    return false;
  const signature: unknown = value.signatures[0];
  if (typeof signature !== 'object' || signature === null || Object.keys(signature).length !== 2)
    return false;
  return canonicalJson(value) === text;
}

function compareFiles(statement: BundleStatement, files: ArchiveFiles, sha256: Sha256): Problem[] {
  const problems: Problem[] = [];
  const hashes = new Map<string, string>();
  for (const [name, bytes] of files) {
    if (name !== envelopePath) hashes.set(name, sha256(bytes));
  }
  const listed = new Set(statement.subject.map((subject) => subject.name));
  const strays = new Map<string, string>();
  for (const [name, hash] of hashes) {
    if (!listed.has(name) && !strays.has(hash)) strays.set(hash, name);
  }
  const renamed = new Set<string>();
  for (const { name, digest, annotations } of statement.subject) {
    const hash = hashes.get(name);
    if (hash === undefined) {
      const to = strays.get(digest.sha256);
      if (to === undefined) {
        problems.push({ path: name, kind: 'missing', text: `${name} is missing.` });
      } else {
        renamed.add(to);
        problems.push({ path: name, kind: 'renamed', text: `${name} was renamed to ${to}.` });
      }
    } else if (hash !== digest.sha256 || files.get(name)?.length !== annotations.bytes) {
      problems.push({ path: name, kind: 'changed', text: `${name} was changed after it was signed.` });
    }
  }
  for (const name of hashes.keys()) {
    if (!listed.has(name) && !renamed.has(name)) {
      problems.push({
        path: name,
        kind: 'extra',
        text: `${name} was added; the signed list does not know it.`,
      });
    }
  }
  if (listed.size !== statement.subject.length) {
    problems.push({ path: envelopePath, kind: 'statement', text: 'The signed list names a file twice.' });
  }
  return problems;
}
