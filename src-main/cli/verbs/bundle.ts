import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { readPublicKey } from '@engine';
import { exportPlatforms } from '@shared/contract/deployment.js';
import { verifyBundle } from '@shared/evidence/bundle.js';
import { AiosError } from '@shared/kernel/errors.js';
import { type Command, Option } from 'commander';
import { Output } from '../output.js';
import type { VerbContext } from '../run-cli.js';
import { type CommonOptions, homeOf, withEngine } from '../session.js';
import { kilobytes } from './deploy.js';

interface ExportOptions extends CommonOptions {
  platform: (typeof exportPlatforms)[number];
  out: string;
  deployment?: string;
}

export function addBundleCommands(program: Command, { host, verb, action }: VerbContext): void {
  const bundle = program.command('bundle').description('signed bundles').exitOverride();
  verb(bundle, 'export', 'write the signed bundle of a deployment')
    .addOption(
      new Option('--platform <platform>', 'what it is for')
        .choices([...exportPlatforms])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'file to write')
    .option('--deployment <id>', 'an earlier deployment (default: the active one)')
    .action(
      action((options: ExportOptions) =>
        withEngine(host, options, async ({ client, output }) => {
          const exported = await client.deployment.exportBundle({
            platform: options.platform,
            out: resolve(options.out),
            ...(options.deployment === undefined ? {} : { deployment: options.deployment }),
          });
          const { publicKey } = await client.deployment.signingKey();
          output.result({ ...exported, publicKey }, () =>
            [
              `Bundle  ${exported.path} (${exported.files} files, ${kilobytes(exported.bytes)})`,
              `SHA-256 ${exported.sha256}`,
              `Key     ${publicKey}`,
            ].join('\n'),
          );
          return 0;
        }),
      ),
    );
  verb(bundle, 'verify <file>', 'check a bundle offline: every file, and the signature')
    .option(
      '--key <key>',
      "the trusted Ed25519 public key as 64 hex digits, or a file that holds it (default: this client's own)",
    )
    .action(
      action(async (file: string, options: CommonOptions & { key?: string }) => {
        const key =
          options.key === undefined
            ? readPublicKey(homeOf(host, options), options.tenant)
            : trustedKey(options.key);
        const verification = verifyBundle(readFile(file), [key], {
          sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
          inflateRaw: (bytes, limit) => inflateRawSync(bytes, { maxOutputLength: limit }),
        });
        new Output(host, options.json).result(verification, () =>
          [
            verification.valid
              ? `The bundle is genuine: ${verification.files} files of ${verification.organisation ?? ''}, signed by ${verification.signedBy ?? ''}.`
              : 'DO NOT USE this bundle:',
            ...verification.problems.map(
              (problem) => `  ${problem.path ? `${problem.path}: ` : ''}${problem.text}`,
            ),
            ...verification.checked.map((line) => `  checked: ${line}`),
            `SHA-256 ${verification.sha256}`,
          ].join('\n'),
        );
        return verification.valid ? 0 : 1;
      }),
    );
}

function trustedKey(text: string): Uint8Array {
  const hex = /^[0-9a-f]{64}$/i.test(text) ? text : new TextDecoder().decode(readFile(text)).trim();
  if (!/^[0-9a-f]{64}$/i.test(hex))
    throw new AiosError('invalid_input', 'The key must be 64 hex digits, or a file that holds them.');
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new AiosError('source_not_found', `${path} cannot be read.`, { details: { path }, cause: error });
  }
}
