import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { BundleVerification } from '@shared/contract/deployment.js';
import { sealBundle, verifyBundle } from '@shared/evidence/bundle.js';
import { AiosError } from '@shared/kernel/errors.js';
import { type CommandPorts, runCommand } from '../auth/index.js';
import type { TenantStore, Tx } from '../db/index.js';
import type { Caller } from '../tenancy/index.js';
import { writeFileWhole } from './deployment-folder.js';
import { readArtefact, readDeployments, readFiles, type StoredDeployment } from './deployment-rows.js';
import { diskFiles } from './folder-files.js';
import { thawInput } from './frozen-input.js';
import { sha256Hex } from './hashing.js';
import { describeKey, signingKey } from './signing-key.js';

export interface BundlePorts extends CommandPorts {
  store: TenantStore;
}

/** Signed bundles of deployments: made again from what is stored, and checked. */
export class BundleService {
  readonly #ports: BundlePorts;

  constructor(ports: BundlePorts) {
    this.#ports = ports;
  }

  async export(
    caller: Caller,
    input: { platform: string; out: string; deployment?: string | undefined },
  ): Promise<{ path: string; sha256: string; bytes: number; files: number }> {
    if (input.platform !== 'generic') {
      const text = `Bundles for ${input.platform} are not part of this version; use generic.`;
      throw new AiosError('invalid_input', text);
    }
    const { stored, bytes } = await this.#ports.database.asTenant(caller.tenant, async (tx) => {
      const found = await deploymentToExport(tx, input.deployment);
      return { stored: found, bytes: await this.#sealed(tx, found) };
    });
    const sha256 = sha256Hex(bytes);
    if (sha256 !== stored.deployment.bundle?.sha256) {
      const text = 'The bundle cannot be made again as it was sealed: its parts have changed.';
      throw new AiosError('data_damaged', text);
    }
    const path = await writeFileWhole(diskFiles, dirname(input.out), basename(input.out), bytes);
    const resource = { kind: 'deployment', id: stored.deployment.id };
    const details = { platform: input.platform, sha256, path };
    const command = { name: 'bundle.export', permission: 'bundle.export', resource } as const;
    await runCommand(this.#ports, caller, command, async () => ({
      result: undefined,
      facts: [{ action: command.name, resource, details }],
    }));
    return { path, sha256, bytes: bytes.length, files: this.#check(bytes).files };
  }

  /** Checks a file against the named key, or against this client's own. */
  verify(input: { path: string; publicKey?: string | undefined }): BundleVerification {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(input.path);
    } catch (error) {
      throw new AiosError('source_not_found', `${input.path} cannot be read.`, {
        details: { path: input.path },
        cause: error,
      });
    }
    const { publicKey } = input;
    return this.#check(
      bytes,
      publicKey === undefined ? undefined : Uint8Array.from(Buffer.from(publicKey, 'hex')),
    );
  }

  key(): { publicKey: string; keyId: string } {
    return describeKey(this.#signer());
  }

  /** The bundle's bytes: the file may be gone, the deployment is not. */
  async #sealed(tx: Tx, { deployment, auditHead, inputSha256 }: StoredDeployment): Promise<Uint8Array> {
    const { generator } = thawInput(await readArtefact(tx, inputSha256), inputSha256);
    const predicate = {
      schema: 'aios.bundle/1' as const,
      organisation: deployment.organisation,
      deployment: deployment.id,
      sequence: deployment.sequence,
      platform: 'generic',
      createdAt: deployment.startedAt,
      generator,
      author: deployment.author,
      approver: deployment.approver,
      previewHash: deployment.previewHash,
      auditHead,
    };
    return sealBundle(await readFiles(tx, deployment.id), predicate, this.#signer(), { sha256: sha256Hex });
  }

  #check(bytes: Uint8Array, key = this.#signer().publicKey): BundleVerification {
    return verifyBundle(bytes, [key], {
      sha256: sha256Hex,
      inflateRaw: (deflated, limit) => inflateRawSync(deflated, { maxOutputLength: limit }),
    });
  }

  #signer() {
    return signingKey(this.#ports.store.paths.keys);
  }
}

async function deploymentToExport(tx: Tx, id: string | undefined): Promise<StoredDeployment> {
  const found = (await readDeployments(tx)).find(({ deployment }) =>
    id === undefined ? deployment.state === 'active' : deployment.id === id,
  );
  if (found?.deployment.bundle) return found;
  const text = id === undefined ? 'Nothing is deployed yet.' : `Deployment ${id} has no bundle.`;
  throw new AiosError('not_found', text);
}
