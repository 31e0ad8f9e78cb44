import { describe, expect, it } from '@jest/globals';
import { type Stored, storedSamples } from '#test/stored-events.js';
import { assertAmendable } from './corrections.js';
import { codec, schemaOfStream, Undecodable } from './ledger-event.js';
import { type ProviderEvent, ProviderEventSchema } from './provider-events.js';
import { latestVersion } from './ledger-event.js';

const samples = storedSamples();
const sample = (name: string): Stored => samples.get(name)!;

describe('an event that was ever stored', () => {
  it.each([...samples.keys()])('%s still reads, and is written as it was', (name) => {
    const { stream, ...stored } = sample(name);
    const written = codec.encode(codec.decode({ stream, ...stored }));
    if (written.schemaVersion === stored.schemaVersion) expect(written).toEqual(stored);
    else expect(codec.decode({ stream, ...written })).toEqual(codec.decode({ stream, ...stored }));
  });

  it('has a sample for every version of every type of every kind of stream', () => {
    const versions = (type: string) => Array.from({ length: latestVersion(type) }, (_, index) => index + 1);
    const types = Object.entries(schemaOfStream).flatMap(([kind, schema]) =>
      schema.options.flatMap(({ shape: { type } }) =>
        versions(type.value).map((version) => `${kind}.${type.value}.v${version}`),
      ),
    );
    expect([...samples.keys()].sort()).toEqual(types.sort());
  });

  it('of an earlier version reads as one of the latest', () => {
    const read = codec.decode(sample('dossier.GrantExpired.v1'));
    expect(read.data).toMatchObject({ grant: null, validUntil: '2026-12-29' });
  });
});

describe('an unknown event type', () => {
  const good = sample('dossier.GrantIssued.v1');

  it.each([
    ['an unknown type', { type: 'GrantPromised' }],
    ['a type of another kind of stream', { type: 'ProviderRegistered', data: { name: 'x' } }],
    ['a day that does not exist', { occurred: '2021-02-30' }],
    ['a fact without a day', { occurred: null }],
    ['a fact without a source', { source: null }],
    ['an end before the start', { data: { validFrom: '2024', validUntil: '2023' } }],
    ['an event of a later program', { schemaVersion: 2 }],
  ])('%s is not read as something else', (_, override) => {
    expect(() => codec.decode({ ...good, ...override })).toThrow(Undecodable);
  });
});

describe('a field that only a later version knows', () => {
  const good = sample('dossier.GrantIssued.v1');
  const [reservation] = (good.data as { reservations: object[] }).reservations;
  const later = {
    ...good,
    data: { ...good.data, colour: 'blue', reservations: [{ ...reservation, weight: 3 }] },
    source: { ...good.source, language: 'fr' },
  };

  it('is left out of an event on record', () => {
    const { reservations: _, ...data } = good.data as Record<string, unknown>;
    const read = codec.decode(later);
    expect(read).toMatchObject({ source: good.source, data: { ...data, reservations: [reservation] } });
    expect(JSON.stringify(read)).not.toMatch(/colour|weight|language/);
  });

  it('is refused in a new event, and does not excuse other errors', () => {
    expect(() => codec.decode(later, { isNew: true })).toThrow(Undecodable);
    expect(() => codec.decode({ ...later, data: { ...later.data, validFrom: 'soon' } })).toThrow(Undecodable);
  });
});

describe('an event recorded before a character was refused', () => {
  const named = { name: 'OVH\u200bcloud\u202e', slug: 'ovhcloud' };
  const registered = { ...sample('provider.ProviderRegistered.v1'), data: named };

  it('still reads, in every kind of stream', () => {
    expect(codec.decode(registered)).toMatchObject({ type: 'ProviderRegistered', data: named });
    const grant = sample('dossier.GrantIssued.v1');
    const source = { kind: 'decision', publisher: 'AN\u00adSSI', title: 'Two\nlines' };
    const data = { decision: '2279\u200f', note: 'a\u200bb' };
    expect(codec.decode({ ...grant, data, source })).toMatchObject({ data, source });
    const scheme = sample('scheme.SchemePublished.v1');
    const published = (scheme.data as { scheme: object }).scheme;
    const renamed = { scheme: { ...published, authority: 'AN\ufeffSSI' } };
    expect(codec.decode({ ...scheme, data: renamed })).toMatchObject({ data: renamed });
  });

  it('still reads with a password in an address, which a correction of something else leaves alone', () => {
    const source = { kind: 'press', publisher: 'Le Monde', url: 'https://user:secret@example.org/' };
    const event = codec.decode({ ...registered, source }, { isNew: true }) as ProviderEvent;
    expect(event).toMatchObject({ source });
    const record = [{ id: 'a', position: 1, version: 1, recordedAt: new Date(0), event }];
    const correct = (changes: object) =>
      assertAmendable(
        record,
        { type: 'EventCorrected', data: { event: 'a', changes, reason: 'typo' } },
        ProviderEventSchema,
      );
    expect(correct({ sourceFields: { title: 'A list' } })).toMatchObject({ source: { ...source, title: 'A list' } });
    expect(() => correct({ source })).toThrow('corrected-event-invalid');
  });

  it('is refused for anything else that is wrong with it', () => {
    expect(() => codec.decode({ ...registered, data: { ...named, note: 5 } })).toThrow(Undecodable);
  });

  it('may be corrected where it is right already', () => {
    const event = codec.decode(registered) as ProviderEvent;
    const record = [{ id: 'a', position: 1, version: 1, recordedAt: new Date(0), event }];
    const correct = (data: object) =>
      assertAmendable(
        record,
        { type: 'EventCorrected', data: { event: 'a', changes: { data: data as never }, reason: 'typo' } },
        ProviderEventSchema,
      );
    expect(correct({ note: 'Roubaix' })).toMatchObject({ data: { ...named, note: 'Roubaix' } });
    expect(correct({ name: 'OVHcloud' })).toMatchObject({ data: { name: 'OVHcloud' } });
    expect(() => correct({ name: 'OVH\u200bcloud' })).toThrow('corrected-event-invalid');
  });
});
