import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Refusal } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { readDocument } from './read-document.js';

const scheme = builtInSchemes.get('hds')!;

const profile: ReaderProfile = {
  format: 'xml',
  entries: 'list.holder.certificates.certificate',
  readOn: 'list.@issued',
  timeZone: 'Europe/Paris',
  fields: {
    entry: { all: ['@id', 'kind'] },
    provider: '^^name[lang=fr]',
    service: ['title', '^^name'],
    stage: { at: 'state', part: '^(?<stage>[^(]*)' },
    validFrom: { at: 'state', part: '[(](?<validFrom>[^ ]+) - (?<validUntil>[^)]+)[)]' },
    validUntil: { at: 'state', part: '[(](?<validFrom>[^ ]+) - (?<validUntil>[^)]+)[)]' },
  },
  stages: { valid: 'granted', revoked: 'revoked' },
};

const certificate = (id: string, state: string) =>
  `<c:certificate id="${id}"><kind>IaaS</kind><title>Coffre</title><state>${state}</state></c:certificate>`;
const xml = (certificates: string, head = '') =>
  `<?xml version="1.0"?>${head}<list issued="2026-03-31T22:30:00Z"><c:holder xmlns:c="urn:x">` +
  `<name xml:lang="en">Cloud</name><name xml:lang="fr">Nuage &amp; fils</name><certificates>${certificates}</certificates></c:holder></list>`;

const read = (document: Buffer | string, over: Partial<ReaderProfile> = {}) =>
  readDocument(Buffer.from(document), { ...profile, ...over }, scheme);
const refused = (document: Buffer | string, over: Partial<ReaderProfile> = {}) =>
  read(document, over).then(
    () => 'read',
    (error: unknown) => (error instanceof Refusal ? error.why.code : error),
  );

describe('an XML document', () => {
  it('is read by paths, with what an entry is in, parts of texts, and the day of the publisher', async () => {
    const { day, entries } = await read(
      xml(certificate('1', 'valid (2024-01-02 - 2026-12-31)') + certificate('2', 'Revoked (2024-01-02 - 2025-12-31)')),
    );
    expect(day).toBe('2026-04-01');
    expect(entries).toMatchObject([
      {
        key: '1 / IaaS',
        provider: 'Nuage & fils',
        listing: 'granted',
        validFrom: '2024-01-02',
        validUntil: '2026-12-31',
      },
      { key: '2 / IaaS', service: 'Coffre', listing: 'withdrawn', validFrom: '2024-01-02' },
    ]);
  });

  it('has one entry that counts of several with one key, if the profile says which', async () => {
    const twice = xml(
      certificate('1', 'valid (2024-01-02 - 2026-12-31)') + certificate('1', 'valid (2020-01-02 - 2023-12-31)'),
    );
    expect(await refused(twice)).toBe('register-nothing-readable');
    const validFrom = async (repeated: 'first' | 'last' | 'latest') =>
      (await read(twice, { repeated })).entries[0]?.validFrom;
    expect(await Promise.all((['first', 'last', 'latest'] as const).map(validFrom))).toEqual([
      ...['2024-01-02', '2020-01-02', '2024-01-02'],
    ]);
  });

  const bomb = '<!DOCTYPE list [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  it.each([
    ['entities that grow', xml('&b;', bomb), 'register-xml-entities'],
    [
      'external entities',
      xml('&b;', '<!DOCTYPE list [<!ENTITY b SYSTEM "file:///etc/passwd">]>'),
      'register-xml-entities',
    ],
    ['an end that is missing', xml(certificate('1', 'valid')).slice(0, -20), 'register-xml-malformed'],
    ['elements that cross', xml('<a><b></a></b>'), 'register-xml-malformed'],
    ['elements in elements', '<?xml version="1.0"?>' + '<a>'.repeat(1_000), 'register-too-deep'],
    [
      'millions of elements (long)',
      `<?xml version="1.0"?><list>${'<a/>'.repeat(5_100_000)}</list>`,
      'register-too-many-values',
    ],
    ['a gzip that grows', gzipSync(Buffer.alloc(70_000_000, ' ')), 'register-document-too-large'],
    ['no list', '<?xml version="1.0"?><other/>', 'register-list-missing'],
  ])('is refused if it has %s', async (_, document, why) => {
    expect(await refused(document)).toBe(why);
  });
});

describe('a YAML document', () => {
  const yaml = { format: 'yaml', entries: 'services.*', readOn: 'updated' } as const;
  const fields = { entry: '*', provider: 'by', stage: { always: 'suspended' }, since: 'on' } as const;

  it('lists the fields of an object, whose names are keys, at a stage that is always the same', async () => {
    const document =
      'updated: 1er mars 2026\nservices:\n  a-1: { by: Nuage, on: 2026-02-03 }\n  a-2: { by: Brume, on: 2026-01 }\n';
    const { day, entries } = await read(document, { ...yaml, fields, stages: {} });
    expect([day, ...entries]).toMatchObject([
      '2026-03-01',
      { key: 'a-1', provider: 'Nuage', listing: 'suspended', history: [{ day: '2026-02-03', listing: 'suspended' }] },
      { key: 'a-2', provider: 'Brume', history: [{ day: '2026-01', listing: 'suspended' }] },
    ]);
  });

  it('is refused if it is malformed, or if its aliases grow', async () => {
    const level = (name: string, of: string) => `${name}: &${name} [${Array(9).fill(`*${of}`).join(', ')}]\n`;
    const bomb =
      'a: &a [lol, lol]\n' + level('b', 'a') + level('c', 'b') + level('d', 'c') + level('e', 'd') + level('f', 'e');
    expect(await refused('a: [b', { ...yaml, fields, stages: {} })).toBe('register-yaml-malformed');
    expect(await refused(bomb, { ...yaml, fields, stages: {} })).toBe('register-yaml-malformed');
  });

  it('is refused if its aliases make more of it than is read (long)', async () => {
    const long = `a: &a ${'x'.repeat(2_000_000)}\nservices:\n${'  - { by: *a }\n'.repeat(40)}`;
    expect(await refused(gzipSync(long), { ...yaml, fields, stages: {} })).toBe('register-document-exhausting');
    const many = `a: &a [${'[],'.repeat(90_000)}]\nservices:\n${'  - { by: *a }\n'.repeat(60)}`;
    expect(await refused(gzipSync(many), { ...yaml, fields, stages: {} })).toBe('register-document-exhausting');
  });

  it('is read by nobody where no process can be started, which ends no other one', async () => {
    const { execPath } = process;
    process.execPath = '/nowhere/node';
    try {
      await expect(read('services: []', { ...yaml, fields, stages: {} })).rejects.toThrow(/ENOENT/);
    } finally {
      process.execPath = execPath;
    }
  });
});
