import type { Scheme } from '#domain/scheme/scheme.js';
import { dutyScheme, reportScheme, scheme } from '#test/schemes.js';

export const FAMILIES = ['decision', 'report', 'duty'] as const;

const name = { fr: 'cloud sûr', en: 'safe cloud' };
const rule = (from: string, until?: string, versions?: string[]) => ({
  slug: 'safe',
  name,
  from,
  ...(until && { until }),
  ...(versions && { referentials: versions }),
  basis: 'invented',
});

const referentials = (graceEnds: string): Scheme['referentials'] => [
  { version: '1', published: '2019-01-01', graceEnds },
  { version: '2', published: '2021-06-01' },
];

const yearly = dutyScheme.duties ?? [];
const scan = { code: 'scan', name: { fr: 'analyse', en: 'scan' }, everyMonths: 18 };

/** What a scheme says at first, and what later publications may change of it. */
const versions: Record<Scheme['family'], Partial<Scheme>[]> = {
  decision: [
    { referentials: referentials('2024-05-05'), labels: [rule('2021-05-17', '2023-12-31'), rule('2024-03-01')] },
    {
      warningDays: 200,
      referentials: referentials('2022-02-28'),
      labels: [rule('2020-01-01', undefined, ['2'])],
      onSurveillanceFailed: 'suspends',
      publishers: ['The Office'],
    },
    {
      staleAfterDays: 30,
      duties: yearly,
      labels: [{ ...rule('2022-01-01', undefined, ['1']), slug: 'other' }, rule('2021-05-17')],
      onSurveillanceFailed: 'ends',
    },
  ],
  report: [
    { publishers: ['The Office'] },
    { currentForMonths: 3, staleAfterDays: 30, onSurveillanceFailed: 'suspends' },
    { currentForMonths: 18, labels: [rule('2022-01-01')] },
  ],
  duty: [
    { labels: [rule('2021-05-17', '2023-12-31')] },
    { duties: [...yearly, scan], warningDays: 200, onSurveillanceFailed: 'suspends' },
    { duties: [{ ...scan, graceDays: 10 }], staleAfterDays: 30, onSurveillanceFailed: 'ends' },
  ],
};

const bases: Record<Scheme['family'], Scheme> = { decision: scheme(), report: reportScheme, duty: dutyScheme };

/** The n-th version of a scheme of a family; the zeroth is the one it starts with. */
export function trialScheme(family: Scheme['family'], slug: string, n: number): Scheme {
  const choice = versions[family];
  return { ...bases[family], ...choice[0], ...choice[n % choice.length], slug };
}
