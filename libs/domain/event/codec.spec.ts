import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codec, schemaOfStream, Undecodable } from './ledger-event.js';

interface Stored {
  stream: string;
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: object;
  source: object | null;
}

const folder = new URL('../../../test/events/', import.meta.url);
const samples = new Map(
  readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Stored]),
);
const sample = (file: string): Stored => samples.get(file)!;

describe('an event that was ever stored', () => {
  it.each([...samples.keys()])('%s still reads, and is written as it was', (file) => {
    const { stream, ...stored } = sample(file);
    expect(codec.encode(codec.decode({ stream, ...stored }))).toEqual(stored);
  });

  it('has a sample for every type of every kind of stream', () => {
    const types = Object.entries(schemaOfStream).flatMap(([kind, schema]) =>
      schema.options.map((option) => `${kind}.${option.shape.type.value}.v1.json`),
    );
    expect([...samples.keys()].sort()).toEqual(types.sort());
  });
});

describe('an unknown event type', () => {
  const good = sample('dossier.GrantIssued.v1.json');

  it.each([
    ['an unknown type', { type: 'GrantPromised' }],
    ['a type of another kind of stream', { type: 'ProviderRegistered', data: { name: 'x' } }],
    ['an unknown field', { data: { ...good.data, colour: 'blue' } }],
    ['a day that does not exist', { occurred: '2021-02-30' }],
    ['a fact without a day', { occurred: null }],
    ['a fact without a source', { source: null }],
    ['an end before the start', { data: { validFrom: '2024', validUntil: '2023' } }],
    ['an event of a later program', { schemaVersion: 2 }],
  ])('%s is not read as something else', (_, override) => {
    expect(() => codec.decode({ ...good, ...override })).toThrow(Undecodable);
  });
});
