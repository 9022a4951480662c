import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildZip } from '../../src-main/engine/discovery/sources/testing/build-zip.js';
import { programFiles } from '../fixtures/built-programs.js';
import { startEngine } from '../fixtures/killable.js';
import { aios, type CommandResult, expectRefusal } from '../fixtures/run-command-line.js';
import { mountSmallDisk, type SmallDisk } from '../fixtures/small-disk.js';

const isRoot = process.getuid?.() === 0;
const sample = join(programFiles.resources, 'sample-city', 'site');
let root: string;
/** One home for the cases that leave it as it was: opening a fresh one for each would only cost time. */
let home: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'aios-bad-input-'));
  // Others look through this folder in the read-only case.
  chmodSync(root, 0o755);
  home = join(root, 'home');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const discover = (source: string, words: readonly string[] = [], at = home): Promise<CommandResult> =>
  aios(['discover', source, '--json', '--home', at, ...words]);

function place(name: string, content: string | Uint8Array): string {
  const path = join(root, name);
  writeFileSync(path, content);
  return path;
}

function folder(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = join(root, name);
  mkdirSync(path, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return path;
}

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;

/** Everything in a home that only a half-done write leaves. */
function leftovers(at: string): string[] {
  const found: string[] = [];
  const walk = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inside = join(path, entry.name);
      if (/\.(part|new|old|tmp)$|^data\.|^\.(?!$)/.test(entry.name)) found.push(inside);
      if (entry.isDirectory() && entry.name !== 'data') walk(inside);
    }
  };
  if (existsSync(at)) walk(at);
  return found;
}

async function expectSound(at: string, words: readonly string[] = []): Promise<void> {
  const verified = await aios(['audit', 'verify', '--json', '--home', at, ...words]);
  expect(verified.code, verified.stderr).toBe(0);
  expect(JSON.parse(verified.stdout)).toMatchObject({ verified: true, problems: [] });
  expect(leftovers(at)).toEqual([]);
}

describe('a source', () => {
  afterAll(() => expectSound(home));

  it('that does not exist', async () => {
    expectRefusal(await discover(join(root, 'nowhere')), 'source_not_found');
    expectRefusal(await discover('ftp://example.org/'), 'invalid_input');
    expectRefusal(await discover('http://aios-no-such-host.invalid/'), 'source_not_found');
  });

  it('that is inside this network, and was not allowed by name', async () => {
    const server = createServer((_, response) => response.end(page('Inside', '')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const refused = await discover(`http://127.0.0.1:${port}/`);
    server.close();
    expectRefusal(refused, 'source_blocked');
  });

  it('that is empty, or holds no page', async () => {
    expectRefusal(await discover(folder('empty', {})), 'source_empty');
    expectRefusal(await discover(place('empty.html', '')), 'source_empty');
    expectRefusal(
      await discover(
        folder('pictures', { 'a.png': Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'b.bin': Buffer.alloc(99) }),
      ),
      'source_empty',
    );
  });

  it('that is not HTML', async () => {
    expectRefusal(await discover(place('thesis.pdf', '%PDF-1.7 …')), 'source_empty');
    expectRefusal(await discover('/dev/zero'), 'source_not_found');
  });

  it('that is a zip which is broken, or no zip at all', async () => {
    expectRefusal(
      await discover(place('rubbish.zip', 'PK\u0003\u0004 and then nothing')),
      'source_unreadable',
    );
    const whole = buildZip([
      { name: 'index.html', body: page('Town of Zip', '<p>Welcome.</p>') },
      { name: 'clerk.html', body: page('Town Clerk', '<p>Records.</p>'.repeat(99)) },
    ]);
    const cut = place('cut.zip', whole.subarray(0, whole.length >> 1));
    // What stands before the cut may be read; that something is missing must be told.
    const partly = await discover(cut);
    if (partly.code === 0) expect(JSON.parse(partly.stdout).coverage.errors).toBeGreaterThan(0);
    else expectRefusal(partly, 'source_unreadable');
  });

  it('that is a WARC which was cut off: what was read is kept and the rest is reported', async () => {
    const record = (url: string, body: string): string => {
      const http = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
      return `WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-0000000000${url.length}>\r\nWARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: ${url}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${Buffer.byteLength(http)}\r\n\r\n${http}\r\n\r\n`;
    };
    const bytes = Buffer.from(
      record('http://town.example/', page('Town of Example', '<p>Welcome to the Town of Example.</p>')) +
        record('http://town.example/clerk', page('Town Clerk', '<p>Records.</p>'.repeat(200))),
    );
    const cutPlain = await discover(place('cut.warc', bytes.subarray(0, bytes.length - 900)));
    expect(cutPlain.code, cutPlain.stderr).toBe(0);
    expect(JSON.parse(cutPlain.stdout).coverage.errors).toBeGreaterThan(0);
    const zipped = gzipSync(bytes);
    expectRefusal(await discover(place('cut.warc.gz', zipped.subarray(0, 60))), 'source_unreadable');
    expectRefusal(await discover(place('rubbish.warc', 'WARC/1.0\r\nnonsense')), 'source_unreadable');
  });

  it('with malformed UTF-8: is read, and what comes out is valid', async () => {
    const bad = Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80]);
    const bytes = Buffer.concat([
      Buffer.from(page('Town of Umlaut', '<ul><li><a href="clerk.html">Town Clerk')),
      bad,
      Buffer.from('</a></li></ul>'),
    ]);
    // Zero bytes and half characters, deep in a page, in its title and as entities: no database takes them as text.
    const deep = Buffer.concat([
      Buffer.from(page('Town\u0000 Clerk &#0; &#xD800;', `<p>${'Records of the town. '.repeat(500)}`)),
      bad,
      Buffer.from('\u0000 and more</p>'),
    ]);
    const result = await discover(folder('malformed', { 'index.html': bytes, 'clerk.html': deep }));
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).not.toContain('\\u0000');
    expect(JSON.parse(result.stdout).coverage.visited).toBeGreaterThan(0);
  });

  it('with a page of 200 MB: it is left out with the reason, in bounded memory', async () => {
    const path = folder('huge', { 'index.html': page('Town of Size', '<p>Welcome.</p>') });
    const descriptor = openSync(join(path, 'huge.html'), 'w');
    const block = Buffer.from('<p>All work and no play makes a large page. </p>\n'.repeat(21_000));
    for (let written = 0; written < 200_000_000; written += block.length) writeSync(descriptor, block);
    closeSync(descriptor);
    const result = await discover(path);
    rmSync(path, { recursive: true });
    expect(result.code, result.stderr).toBe(0);
    const { coverage } = JSON.parse(result.stdout);
    expect(coverage.visited).toBe(1);
    expect(
      coverage.items.some(
        ({ url, reason }: { url: string; reason: string }) => url.includes('huge') && /large|MB/.test(reason),
      ),
    ).toBe(true);
    expect(result.peakBytes).toBeLessThan(900 * 1024 * 1024);
  });

  it('with 100,000 pages: the limit holds, in bounded memory and time', { timeout: 400_000 }, async () => {
    const path = join(root, 'many');
    for (let index = 0; index < 100; index += 1) {
      const inside = join(path, `section-${index}`);
      mkdirSync(inside, { recursive: true });
      for (let each = 0; each < 1_000; each += 1)
        writeFileSync(join(inside, `page-${each}.html`), page(`Notice ${index}-${each}`, '<p>A notice.</p>'));
    }
    writeFileSync(join(path, 'index.html'), page('Town of Many', '<p>Welcome.</p>'));
    const result = await discover(path, ['--max-pages', '2000']);
    rmSync(path, { recursive: true });
    expect(result.code, result.stderr).toBe(0);
    const { coverage } = JSON.parse(result.stdout);
    expect(coverage.visited).toBe(2_000);
    expect(coverage.known).toBe(98_001);
    expect(result.peakBytes).toBeLessThan(900 * 1024 * 1024);
    console.info(
      `100,000 pages: ${(result.ms / 1000).toFixed(1)} s, ${Math.round(result.peakBytes / 1_048_576)} MB`,
    );
    expect(result.ms).toBeLessThan(180_000);
  });

  it('limits outside their range are wrong usage', async () => {
    for (const pages of ['0', '-1', 'many', '1e9'])
      expectUsage(await discover(sample, [`--max-pages=${pages}`]));
    expectUsage(await aios(['discover', '--json', '--home', home]));
    expectUsage(await aios(['no-such-verb', '--json']));
  });
});

/** Wrong usage: exit code 2, words on stderr, and JSON where it was asked for. */
function expectUsage(result: CommandResult): void {
  expect({ code: result.code, stderr: result.stderr }).toMatchObject({ code: 2 });
  expect(JSON.parse(result.stdout)).toMatchObject({ error: { code: 'invalid_input' } });
  expect(result.stderr).toMatch(/^error: /);
}

describe('a department whose name is a script', () => {
  const attack = '<script>alert("x")</script> Works';

  it('stays text in the profile, in the files and in what is deployed', { timeout: 180_000 }, async () => {
    const at = join(root, 'script-home');
    const departments = ['Finance', 'Police', 'Library', '&lt;script&gt;alert("x")&lt;/script&gt; Works'];
    const links = departments
      .map((name, index) => `<li><a href="d${index}.html">${name} Department</a></li>`)
      .join('');
    const nav = `<nav><ul><li><a href="departments.html">Departments</a><ul>${links}</ul></li></ul></nav>`;
    const site = folder('script-site', {
      'index.html': page(
        'City of Scriptville',
        `${nav}<p>Welcome to the City of Scriptville, California.</p>`,
      ),
      'departments.html': page('Departments', `${nav}<h2>Departments</h2><ul>${links}</ul>`),
      ...Object.fromEntries(
        departments.map((name, index) => [
          `d${index}.html`,
          page(
            `${name} Department`,
            `${nav}<p>The ${name} Department serves the residents of the city.</p><p>Phone (555) 010-010${index}</p>`,
          ),
        ]),
      ),
    });
    const found = await discover(site, [], at);
    expect(found.code, found.stderr).toBe(0);
    const [first] = JSON.parse(found.stdout).departments;
    const changes = place(
      'script-changes.json',
      JSON.stringify([
        { op: 'add-department', id: 'scripted', name: attack },
        ...(first
          ? [{ op: 'set-head', department: first.id, head: { name: 'Ada <script>Lovelace', title: attack } }]
          : []),
      ]),
    );
    const customised = await aios(['customise', '-f', changes, '--json', '--home', at]);
    expect(customised.code, customised.stderr).toBe(0);
    expect(customised.stdout).toContain('<script>');
    const deployed = await aios(['deploy', '--approver', attack, '--json', '--home', at]);
    expect(deployed.code, deployed.stderr).toBe(0);
    const { folder: deploymentFolder } = JSON.parse(deployed.stdout);
    const problems: string[] = [];
    const walk = (path: string): void => {
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const inside = join(path, entry.name);
        if (!/^[\w.-]+$/.test(entry.name)) problems.push(`name ${entry.name}`);
        if (entry.isDirectory()) walk(inside);
        else {
          const text = readFileSync(inside, 'utf8');
          if (entry.name.endsWith('.json')) JSON.parse(text);
          // Markdown is HTML to whoever renders it: there the tag must not be one.
          else if (/<script/i.test(text)) problems.push(`script in ${inside}`);
        }
      }
    };
    walk(deploymentFolder);
    expect(problems).toEqual([]);
    await expectSound(at);
  });
});

describe('a full disk', () => {
  let disk: SmallDisk | null = null;
  afterEach(() => {
    disk?.unmount();
    disk = null;
  });

  it('during the first start, a discovery and a deployment: told, nothing half-written, and it goes on with space', {
    timeout: 300_000,
  }, async (context) => {
    disk = mountSmallDisk(160);
    if (!disk) return context.skip('SKIPPED: only root may mount a small disk');
    const at = join(disk.path, 'home');
    disk.fill(5_000_000);
    expectRefusal(await discover(sample, [], at), 'disk_full');
    expect(leftovers(at)).toEqual([]);
    disk.empty();
    const first = await aios(['audit', 'verify', '--json', '--home', at]);
    expect(first.code, first.stderr).toBe(0);

    disk.fill(10_000_000);
    const noise = (): string => `<p>${randomBytes(200_000).toString('hex')}</p>`;
    const pages = Array.from({ length: 60 }, (_, index) => [
      `p${index}.html`,
      page(`Page ${index}`, noise()),
    ]);
    const big = folder('big-site', { 'index.html': page('Town of Noise', ''), ...Object.fromEntries(pages) });
    expectRefusal(await discover(big, [], at), 'disk_full');
    disk.empty();
    await expectSound(at);
    const runs = await discover(sample, [], at);
    expect(runs.code, runs.stderr).toBe(0);

    disk.fill(9_000_000);
    const refused = await aios(['deploy', '--approver', 'Approver', '--json', '--home', at]);
    const message = expectRefusal(refused, 'disk_full');
    disk.empty();
    const words = message.includes('--resume') ? ['--resume'] : [];
    const second = await aios(['deploy', '--approver', 'Approver', '--json', '--home', at, ...words]);
    const resumed =
      second.code === 0
        ? second
        : await aios(['deploy', '--approver', 'Approver', '--resume', '--json', '--home', at]);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ state: 'active' });
    await expectSound(at);
  });
});

describe('a home', () => {
  it('that is a file, or cannot be made', async () => {
    const file = place('a-file', '');
    expectRefusal(await aios(['audit', 'verify', '--json', '--home', file]), 'home_not_writable');
    expectRefusal(
      await aios(['audit', 'verify', '--json', '--home', join(file, 'below')]),
      'home_not_writable',
    );
    if (process.platform === 'linux')
      expectRefusal(
        await aios(['audit', 'verify', '--json', '--home', '/proc/aios'], { timeoutMs: 20_000 }),
        'home_not_writable',
      );
  });

  it('that may only be read', { timeout: 120_000 }, async (context) => {
    if (!isRoot || spawnSync('runuser', ['-u', 'nobody', '--', 'true']).status !== 0)
      return context.skip('SKIPPED: needs root, to become a user without rights');
    const at = join(root, 'read-only');
    mkdirSync(at);
    chownSync(at, 0, 0);
    chmodSync(at, 0o555);
    const asNobody = ['runuser', '-u', 'nobody', '--'];
    expectRefusal(await aios(['demo', '--json', '--home', at], { prefix: asNobody }), 'home_not_writable');
    expect(readdirSync(at)).toEqual([]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,ro', 'tmpfs', at]);
    try {
      expectRefusal(await aios(['demo', '--json', '--home', at]), 'home_not_writable');
    } finally {
      execFileSync('umount', ['-l', at]);
    }
  });

  it('that another process has open: refused in under a second of work, and free again when that was killed', {
    timeout: 120_000,
  }, async () => {
    const at = join(root, 'busy');
    const holder = startEngine({ home: at, mode: 'write', round: 'held' });
    await holder.waitFor(({ kind }) => kind === 'ack');
    const refused = await aios(['audit', 'verify', '--json', '--home', at]);
    expectRefusal(refused, 'home_in_use');
    expect(refused.ms).toBeLessThan(3_000);
    await holder.kill();
    await expectSound(at);
  });

  it('whose clock was set back: the log verifies, with a remark', { timeout: 120_000 }, async () => {
    const at = join(root, 'clock');
    const changed = await aios(['backup', 'create', '--json', '--home', at]);
    expect(changed.code, changed.stderr).toBe(0);
    const twoDaysAgo = place(
      'two-days-ago.cjs',
      'const now = Date.now; Date.now = () => now() - 172_800_000;',
    );
    const env = { NODE_OPTIONS: `--require ${twoDaysAgo}` };
    const back = await aios(['backup', 'create', '--json', '--home', at], { env });
    expect(back.code, back.stderr).toBe(0);
    const verified = await aios(['audit', 'verify', '--json', '--home', at]);
    expect(JSON.parse(verified.stdout)).toMatchObject({
      verified: true,
      remarks: [{ kind: 'time-backwards' }],
    });
  });
});

describe('a file of corrections', () => {
  it('that is missing, no JSON, or no list of operations', async () => {
    const customise = (file: string) => aios(['customise', '-f', file, '--json', '--home', home]);
    expectRefusal(await customise(join(root, 'nowhere.json')), 'source_not_found');
    expectRefusal(await customise(place('no.json', '{"operations": [')), 'invalid_input');
    expectRefusal(await customise(place('empty.json', '[]')), 'invalid_input');
    expectRefusal(await customise(place('text.json', '"hello"')), 'invalid_input');
    const wrong = expectRefusal(
      await customise(place('wrong.json', '[{"op":"rename-department","department":"x"}]')),
      'invalid_input',
    );
    expect(wrong).toContain('operations.0.name');
    expectRefusal(await customise(place('unknown.json', '[{"op":"explode"}]')), 'invalid_input');
  });
});
