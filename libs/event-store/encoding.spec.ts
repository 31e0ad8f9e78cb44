import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
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

  it.each([
    [['a'], '04c2ccae-9c66-545e-aabe-c3b1aeb11372'],
    [['dossier', '', 'é'], 'f6b909d5-5ed0-52d7-bd53-f4eb3e3fcee6'],
    [['x'.repeat(1000), '"', '1'], 'f76d3b6b-c9c1-5163-91e8-ccf3304337c8'],
  ])('is what the package uuid makes of the JSON with `v5`', (parts, expected) => {
    expect(uuidOf(...parts)).toBe(expected);
  });

  it('depends on how the text is divided into parts', () => {
    expect(uuidOf('ab', 'c')).not.toBe(uuidOf('a', 'bc'));
    expect(uuidOf('a', '')).not.toBe(uuidOf('a'));
  });
});
