import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { v5 } from 'uuid';
import { canonicalJson, fingerprint, uuidOf } from './encoding.js';

describe('canonical JSON', () => {
  it('sorts keys at every depth and keeps the order of lists', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, 'x'], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1},"x"]}');
  });

  it('treats absent and undefined alike', () => {
    expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
  });

  it('writes what writes itself as it does, and takes a field of that name for a field', () => {
    expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
    expect(canonicalJson(JSON.parse('{"toJSON":1}'))).toBe('{"toJSON":1}');
  });

  it('keeps a key that JavaScript holds dear', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
  });
});

describe('the fingerprint of an event', () => {
  const data = { b: 'é"', a: [1, { d: null, c: undefined }] };

  it.each([null, { kind: 'a' }])('is the hash of its values in canonical JSON, with source %j', (source) => {
    const event = { type: 'Noted', schemaVersion: 1, occurred: null, source, data };
    const digest = createHash('sha256').update(canonicalJson(['s\n', 'Noted', null, source, data]));
    expect(fingerprint('s\n', event)).toBe(digest.digest('hex'));
  });
});

describe('uuidOf', () => {
  it('is the same for ever', () => {
    expect(uuidOf('provider', 'ovhcloud')).toBe('6cf908de-7351-5bcd-b24a-891904f51ea0');
  });

  it('matches the output of a library', () => {
    const namespace = '5a1d7c6e-0c5f-5b0e-9a53-3f0f7e2b9d41';
    for (const parts of [['a'], ['dossier', '', 'é'], ['x'.repeat(1000), '"', '1']])
      expect(uuidOf(...parts)).toBe(v5(JSON.stringify(parts), namespace));
  });

  it('depends on how the text is divided into parts', () => {
    expect(uuidOf('ab', 'c')).not.toBe(uuidOf('a', 'bc'));
    expect(uuidOf('a', '')).not.toBe(uuidOf('a'));
  });
});
