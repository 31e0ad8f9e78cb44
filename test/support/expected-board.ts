import type { DossierView } from '#domain/dossier/standing.js';

/** Status, `c` when confirmed, and the flags and warnings that stand out. */
const inShort = ({ status, confirmed, expiring, stale, warnings }: DossierView): string =>
  [
    status,
    ...(confirmed ? ['c'] : []),
    ...(expiring ? ['expiring'] : []),
    ...(stale ? ['stale'] : []),
    ...warnings.map(({ code }) => code),
  ].join(' ');

export const daysExpected = ['2021-05-31', '2025-05-01', '2025-12-01', '2026-11-25', '2026-12-30'];

const expected: Record<string, (string | undefined)[]> = {
  'Bleu / Bleu cloud platform': ['announced', 'applied', 'in-progress', 'in-progress c', 'in-progress c'],
  'OVHcloud / Hosted Private Cloud powered by VMware': [
    'granted no-end-on-record',
    'granted c',
    'granted c',
    'granted c expiring',
    'expired c',
  ],
  'OVHcloud / Bare Metal Pod': [undefined, 'granted c', 'granted c', 'granted c', 'granted c'],
  'OVHcloud / SNC Cloud Platform': [
    undefined,
    undefined,
    undefined,
    'granted c start-differs listing-contradicts',
    'granted c start-differs listing-contradicts',
  ],
  '3DS Outscale / IaaS Cloud on Demand': [
    'granted no-end-on-record',
    'granted c start-differs',
    'granted c start-differs',
    'granted c expiring start-differs',
    'expired c start-differs',
  ],
  'Oodrive / Oodrive Work, Meet and Work_Share': [
    'granted no-end-on-record',
    'granted no-end-on-record',
    'granted no-end-on-record',
    'granted c',
    'granted c',
  ],
  'NumSpot / Plateforme des services cloud': [
    undefined,
    'applied',
    'applied stale',
    'granted c start-differs depends-on-expiring-grant',
    'granted c start-differs depends-on-ended-grant',
  ],
  'Cegedim.cloud / CegNumCloud Secured IaaS': [
    undefined,
    'granted c start-differs',
    'granted c start-differs',
    'granted c start-differs',
    'granted c start-differs',
  ],
  'Index Education / School software hosting': [
    undefined,
    'granted no-end-on-record',
    'granted no-end-on-record',
    'granted c no-end-on-record',
    'granted c no-end-on-record',
  ],
  'Whaller / Whaller': [undefined, undefined, undefined, 'granted c no-end-on-record', 'granted c no-end-on-record'],
  'Wimi / Wimi': [undefined, undefined, undefined, 'granted c no-end-on-record', 'granted c no-end-on-record'],
};

/** Bleu's scope was not known before November 2025: it is found by its provider. */
const nameOf = ({ provider, service }: DossierView): string =>
  Object.keys(expected).find((name) => name.startsWith(`${provider.name} / ${service?.name ?? ''}`)) ?? '';

/** What must stand on the board on one of the days, by name. */
export const boardExpected = (day: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(expected).flatMap(([name, cells]) => {
      const cell = cells[daysExpected.indexOf(day)];
      return cell === undefined ? [] : [[name, cell]];
    }),
  );

export const boardInShort = (items: readonly DossierView[]): Record<string, string> =>
  Object.fromEntries(items.map((item) => [nameOf(item), inShort(item)]));
