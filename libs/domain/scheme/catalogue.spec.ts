import { describe, expect, it } from '@jest/globals';
import { addDays } from '../date/day.js';
import { builtInSchemes, type Publication, schemesAt, schemeViews } from './catalogue.js';
import { milestoneIndex, prerequisites, SchemeSchema, type Scheme } from './scheme.js';

const named = (slug: string): Scheme => builtInSchemes.get(slug)!;

describe('the built-in schemes', () => {
  it('are complete', () => {
    expect([...builtInSchemes.keys()]).toEqual([
      'secnumcloud',
      'hds',
      'iso-27001',
      'ens',
      'c5',
      'soc-2',
      'fedramp',
      'pci-dss',
      'eucs',
      'eidas',
    ]);
  });

  it.each([...builtInSchemes])('%s is valid data, ends in its outcome and has each code once', (slug, scheme) => {
    const codes = scheme.milestones.map(({ code }) => code);
    expect(SchemeSchema.parse(scheme)).toEqual(scheme);
    expect(scheme.slug).toBe(slug);
    expect(scheme.milestones.map(({ gives }) => gives).indexOf('granted')).toBe(codes.length - 1);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([...builtInSchemes])(
    '%s defines every stage in French and English, in one line after another',
    (_, scheme) => {
      const codes = scheme.milestones.map(({ code }) => code);
      for (const [index, { code, means }] of scheme.milestones.entries()) {
        expect([code, means?.fr === means?.en]).toEqual([code, false]);
        expect(prerequisites(scheme, code).toSorted()).toEqual(codes.slice(0, index).toSorted());
      }
    },
  );

  it.each([...builtInSchemes])('%s names its sources', (_, scheme) => {
    expect(scheme.sources[0]).toMatch(/^https:/);
  });

  it.each<[Scheme['family'], string[]]>([
    ['decision', ['secnumcloud', 'hds', 'iso-27001', 'ens', 'eucs']],
    ['report', ['c5', 'soc-2']],
    ['duty', ['fedramp', 'pci-dss', 'eidas']],
  ])('of the family %s are %j', (family, slugs) => {
    const found = [...builtInSchemes.values()].filter((scheme) => scheme.family === family);
    expect(found.map(({ slug }) => slug)).toEqual(slugs);
  });

  it('put the draft 3.2.a before version 3.2: order is data', () => {
    const versions = named('secnumcloud').referentials.map(({ version }) => version);
    expect(versions).toEqual(['3.0', '3.1', '3.2.a', '3.2']);
  });

  it('rank milestones, including unknown codes', () => {
    const scheme = named('secnumcloud');
    expect(['J0', 'J3', 'j3'].map((code) => milestoneIndex(scheme, code))).toEqual([0, 3, -1]);
  });

  it('have only drafts of EUCS', () => {
    expect(named('eucs').referentials.every(({ draft }) => draft)).toBe(true);
  });

  it('end certificates with the grace of their version', () => {
    const ends = [...builtInSchemes.values()].flatMap(({ slug, referentials }) =>
      referentials.flatMap(({ version, graceEnds }) => (graceEnds ? [[slug, version, graceEnds]] : [])),
    );
    expect(ends).toEqual([
      ['hds', '1.0', '2026-05-16'],
      ['iso-27001', '2013', '2025-10-31'],
      ['ens', 'RD 3/2010', '2024-05-05'],
    ]);
  });

  it('base "cloud de confiance" on consecutive rules without a gap', () => {
    const rules = named('secnumcloud').labels;
    expect(rules.map(({ from }) => from)).toEqual([
      '2021-05-17',
      '2021-07-05',
      '2023-05-31',
      '2024-05-21',
      '2026-04-14',
      '2026-08-12',
    ]);
    for (const [index, { until }] of rules.slice(0, -1).entries())
      expect(addDays(until!, 1)).toBe(rules[index + 1]!.from);
    expect(rules.at(-1)?.until).toBeUndefined();
  });
});

describe('different dates in sources of a scheme', () => {
  const warningsOf = (scheme: Scheme) =>
    schemeViews([{ position: 1, recordedAt: new Date(0), scheme }]).find(({ slug }) => slug === scheme.slug)?.warnings;

  it('are shown with both sides: version 3.1 of SecNumCloud dates from 2018, misprinted as 2016', () => {
    const [warning, ...others] = warningsOf(named('secnumcloud'))!;
    expect(others).toEqual([]);
    expect(warning).toMatchObject({
      code: 'published-differs',
      kind: 'conflict',
      referential: '3.1',
      sides: [
        { says: '2018-06-11', source: { kind: 'decision', publisher: 'ANSSI' } },
        { says: '2016', source: { kind: 'statement', publisher: 'ANSSI' } },
      ],
    });
  });

  it('are ranked by source, after the date of the scheme', () => {
    const [version] = named('hds').referentials;
    const by = (kind: 'press' | 'list', published: string) => ({ published, source: { kind, publisher: 'x' } });
    const disputed = { ...version!, otherwise: [by('press', '2017'), by('list', '2018-07')] };
    const [warning] = warningsOf({ ...named('hds'), referentials: [disputed] })!;
    expect(warning?.sides.map(({ says }) => says)).toEqual(['2018-06-11', '2018-07', '2017']);
  });
});

describe('the schemes at a position', () => {
  const at = (position: number, scheme: Scheme): Publication => ({ position, recordedAt: new Date(position), scheme });
  const seal = { ...named('eucs'), slug: 'seal' };
  const history = [at(4, seal), at(7, { ...named('hds'), warningDays: 30 }), at(9, { ...seal, warningDays: 10 })];

  it.each<[number | undefined, number | undefined, number]>([
    [3, undefined, 180],
    [4, 180, 180],
    [8, 180, 30],
    [9, 10, 30],
    [undefined, 10, 30],
  ])('%s are those published by then, over the built-in ones', (upTo, ofSeal, ofHds) => {
    const schemes = schemesAt(history, upTo);
    expect([schemes.get('seal')?.warningDays, schemes.get('hds')?.warningDays]).toEqual([ofSeal, ofHds]);
    expect(schemes.get('secnumcloud')).toBe(named('secnumcloud'));
  });

  it('count how often each was published', () => {
    const versions = (upTo?: number) =>
      Object.fromEntries(schemeViews(history, upTo).map(({ slug, version }) => [slug, version]));
    expect(versions()).toMatchObject({ seal: 2, hds: 1, ens: 0 });
    expect(versions(6)).toMatchObject({ seal: 1, hds: 0 });
    expect(versions(3)).not.toHaveProperty('seal');
  });
});
