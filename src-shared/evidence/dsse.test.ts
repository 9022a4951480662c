import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.js';
import {
  keyId,
  preAuthEncoding,
  sealEnvelope,
  signerFromSeed,
  verifyEd25519,
  verifyEnvelope,
} from './dsse.js';
import { encodeUtf8 } from './utf8.js';

// biome-ignore lint/style/noProcessEnv: how tests find the measuring data, which is not part of the project
const vectors = path.resolve(process.env.AIOS_SHARED ?? '../shared', 'data/vectors/ed25519');
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const signer = signerFromSeed(new Uint8Array(32).fill(7));
const stranger = signerFromSeed(new Uint8Array(32).fill(8));
const seal = (text: string) => sealEnvelope('text/plain', encodeUtf8(text), signer);

describe('base64', () => {
  test('is that of Node, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = encodeBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(decodeBase64(text)).toEqual(bytes);
      }),
    );
  });

  test('has one form for every value', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'AQgw4/+=-_ \n') }), (text) => {
        const bytes = decodeBase64(text);
        if (bytes !== undefined) expect(encodeBase64(bytes)).toBe(text);
      }),
      { numRuns: 5000 },
    );
    for (const bad of ['QR==', 'QUJ=', 'QQ', 'Q===', '====', 'QQ==QQ==', 'Q Q=', 'QQ-_']) {
      expect(decodeBase64(bad), bad).toBeUndefined();
    }
  });
});

describe('verifyEnvelope', () => {
  test('encodes what is signed as the DSSE protocol says', () => {
    const encoded = preAuthEncoding('http://example.com/HelloWorld', encodeUtf8('hello world'));
    expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  test('accepts what was sealed, and names the key', () => {
    const verdict = verifyEnvelope(JSON.stringify(seal('hello')), [stranger.publicKey, signer.publicKey]);
    expect(verdict).toEqual({
      kind: 'trusted',
      payloadType: 'text/plain',
      payload: encodeUtf8('hello'),
      signedBy: [keyId(signer.publicKey)],
    });
  });

  test.each([
    ['untrusted', seal('x'), [stranger.publicKey]],
    ['untrusted', seal('x'), []],
    ['unsigned', { ...seal('x'), signatures: [] }, [signer.publicKey]],
    ['forged', { ...seal('x'), payload: seal('y').payload }, [signer.publicKey]],
    ['forged', { ...seal('x'), payloadType: 'text/html' }, [signer.publicKey]],
    [
      'forged',
      { ...seal('x'), signatures: [...seal('x').signatures, ...seal('y').signatures] },
      [signer.publicKey],
    ],
    ['malformed', { ...seal('x'), payload: 'eA' }, [signer.publicKey]],
    ['malformed', { ...seal('x'), signatures: [{ keyid: 1, sig: '' }] }, [signer.publicKey]],
    ['malformed', { ...seal('x'), signatures: 'none' }, [signer.publicKey]],
    ['malformed', [], [signer.publicKey]],
    ['malformed', null, [signer.publicKey]],
  ])('says %s', (kind, envelope, keys) => {
    expect(verifyEnvelope(JSON.stringify(envelope), keys).kind).toBe(kind);
  });

  test('refuses another key under the id of a trusted one', () => {
    const envelope = sealEnvelope('text/plain', encodeUtf8('x'), stranger);
    const claimed = {
      ...envelope,
      signatures: [{ ...envelope.signatures[0], keyid: keyId(signer.publicKey) }],
    };
    expect(verifyEnvelope(JSON.stringify(claimed), [signer.publicKey]).kind).toBe('forged');
  });

  test('refuses an envelope with a key twice, which readers would understand differently', () => {
    const text = JSON.stringify(seal('x')).replace('{', `{"payload":"${seal('y').payload}",`);
    expect(verifyEnvelope(text, [signer.publicKey]).kind).toBe('malformed');
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(verifyEnvelope(text, [signer.publicKey]).kind).not.toBe('trusted');
      }),
    );
  });
});

describe('verifyEd25519', () => {
  test('the Wycheproof cases', (ctx) => {
    if (!existsSync(vectors)) return ctx.skip(`no vectors at ${vectors}`);
    const { testGroups } = JSON.parse(readFileSync(path.join(vectors, 'ed25519_test.json'), 'utf8')) as {
      testGroups: {
        publicKey: { pk: string };
        tests: { tcId: number; msg: string; sig: string; result: string }[];
      }[];
    };
    let cases = 0;
    for (const { publicKey, tests } of testGroups) {
      for (const { tcId, msg, sig, result } of tests) {
        expect(verifyEd25519(hex(sig), hex(msg), hex(publicKey.pk)), `case ${tcId}`).toBe(result === 'valid');
        cases += 1;
      }
    }
    expect(cases).toBeGreaterThan(80);
  });

  test('the cases of RFC 8032', (ctx) => {
    if (!existsSync(vectors)) return ctx.skip(`no vectors at ${vectors}`);
    const { cases } = JSON.parse(readFileSync(path.join(vectors, 'rfc8032-7.1.json'), 'utf8')) as {
      cases: { seedHex: string; publicKeyHex: string; msgHex: string; sigHex: string }[];
    };
    for (const { seedHex, publicKeyHex, msgHex, sigHex } of cases) {
      const made = signerFromSeed(hex(seedHex));
      expect(made.publicKey).toEqual(hex(publicKeyHex));
      expect(made.sign(hex(msgHex))).toEqual(hex(sigHex));
      expect(verifyEd25519(hex(sigHex), hex(msgHex), hex(publicKeyHex))).toBe(true);
    }
  });

  test('refuses keys of small order, for which anything verifies', () => {
    const identity = new Uint8Array(32).fill(0, 1);
    identity[0] = 1;
    const signature = new Uint8Array(64);
    signature[0] = 1;
    expect(verifyEd25519(signature, encodeUtf8('anything'), identity)).toBe(false);
  });
});
