import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AiosError } from '@shared/kernel/errors.js';
import { parse } from 'tldts';
import type { OpenedSource, SourceOptions } from '../source-page.js';
import { isAllowedHost } from './address-guard.js';
import { canonicalUrl } from './canonical-url.js';
import { openCrawl } from './crawl-site.js';
import { openFileStore, openFolderStore } from './folder-store.js';
import { looksLikeHtml } from './media-types.js';
import { quoteName } from './mirror-store.js';
import { openMirror } from './read-mirror.js';
import { openWarc } from './read-warc.js';
import { sourceLimits } from './source-limits.js';
import { type SourcePorts, systemSourcePorts } from './source-ports.js';
import { isGzip } from './warc-records.js';
import { openZipStore } from './zip-store.js';

type FileKind = 'zip' | 'warc' | 'page';

const maxLabel = 120;
/** A local header, an empty archive, a split archive. */
const zipStarts = ['PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0007\u0008'];

function shorten(text: string): string {
  return text.length <= maxLabel ? text : `${text.slice(0, 40)}…${text.slice(-(maxLabel - 41))}`;
}

/** A host name or address without scheme, as people type it: `www.city.gov/home`. */
function looksLikeHost(spec: string, allowedHosts: readonly string[]): boolean {
  const match = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?(?:[/?#].*)?$/i.exec(spec);
  if (match === null || /\.(?:zip|warc|gz|html?|pdf|txt)$/i.test(spec)) return false;
  const host = match[1] ?? '';
  const { isIcann, isIp, domain } = parse(host);
  return isIp === true || (isIcann === true && domain !== null) || isAllowedHost(host, allowedHosts);
}

function webSource(raw: string, spec: string, options: SourceOptions, ports: SourcePorts): OpenedSource {
  const url = canonicalUrl(raw);
  if (url === undefined) {
    throw new AiosError('invalid_input', `${quoteName(spec)} is not a web address that can be read.`, {
      details: { source: shorten(spec) },
    });
  }
  const typedScheme = /^https?:/i.test(spec);
  return openCrawl(url, typedScheme ? undefined : url.replace(/^https:/, 'http:'), options, ports);
}

function missing(spec: string, cause?: unknown): AiosError {
  return new AiosError('source_not_found', `There is no file, folder or web site ${quoteName(spec)}.`, {
    details: { source: shorten(spec) },
    cause,
  });
}

async function kindOfFile(path: string, spec: string): Promise<FileKind> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0) {
      throw new AiosError('source_empty', `The file ${quoteName(spec)} is empty.`, {
        details: { path: spec },
      });
    }
    const head = Buffer.alloc(2048);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    const bytes = head.subarray(0, bytesRead);
    const start = bytes.subarray(0, 5).toString('latin1');
    if (zipStarts.some((zipStart) => start.startsWith(zipStart))) return 'zip';
    if (start === 'WARC/') return 'warc';
    if (isGzip(bytes)) return 'warc';
    if (/\.zip$/i.test(path)) return 'zip';
    if (/\.warc(?:\.gz)?$/i.test(path)) return 'warc';
    if (looksLikeHtml(bytes)) return 'page';
  } finally {
    await handle.close();
  }
  throw new AiosError(
    'source_empty',
    `${quoteName(spec)} is not a web page, a folder with web pages, a zip or a WARC archive.`,
    { details: { path: spec } },
  );
}

async function fileSource(path: string, spec: string, options: SourceOptions): Promise<OpenedSource> {
  const limits = sourceLimits(options.limits);
  const label = shorten(spec);
  const name = basename(path);
  const stats = await stat(path);
  if (stats.isDirectory()) {
    return openMirror(await openFolderStore(path, limits), { kind: 'folder', label, name }, options);
  }
  if (!stats.isFile()) throw missing(spec);
  const kind = await kindOfFile(path, spec);
  if (kind === 'warc') return openWarc(path, label, options);
  const store = kind === 'zip' ? await openZipStore(path, limits) : await openFileStore(path, limits);
  return openMirror(store, { kind: kind === 'zip' ? 'zip' : 'folder', label, name }, options);
}

function pathOfSpec(spec: string): string {
  if (!/^file:/i.test(spec)) return spec;
  try {
    return fileURLToPath(spec);
  } catch (error) {
    throw new AiosError('invalid_input', `${quoteName(spec)} is not a path on this computer.`, {
      cause: error,
    });
  }
}

/**
 * Opens what the user points at: an http(s) URL, a host name, a folder or zip with a site mirror, a WARC file, or one saved
 * page. Throws `AiosError`: `invalid_input`, `source_not_found`, `source_empty`, `source_unreadable`. A web site is first
 * asked when `pages()` is iterated, and the iteration ends with such an error (or `source_blocked`, `source_too_large`)
 * when not one page could be read, and with `cancelled` after the signal.
 */
export async function openSource(
  spec: string,
  options: SourceOptions,
  ports: SourcePorts = systemSourcePorts,
): Promise<OpenedSource> {
  const trimmed = spec.trim();
  if (trimmed === '' || trimmed.includes('\0')) {
    throw new AiosError(
      'invalid_input',
      'Give the address of a web site, or the path of a folder, zip or WARC file.',
    );
  }
  if (/^https?:/i.test(trimmed)) return webSource(trimmed, trimmed, options, ports);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(trimmed) && !/^file:/i.test(trimmed)) {
    throw new AiosError('invalid_input', `${quoteName(trimmed)}: only http and https addresses are read.`);
  }
  try {
    return await fileSource(pathOfSpec(trimmed), trimmed, options);
  } catch (error) {
    if (error instanceof AiosError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'EINVAL') {
      if (looksLikeHost(trimmed, options.allowedHosts))
        return webSource(`https://${trimmed}`, trimmed, options, ports);
      throw missing(trimmed, error);
    }
    const reason =
      code === 'EACCES' || code === 'EPERM' ? 'this user may not read it' : `error ${String(code)}`;
    throw new AiosError('source_unreadable', `${quoteName(trimmed)} cannot be read: ${reason}.`, {
      details: { path: trimmed },
      cause: error,
    });
  }
}
