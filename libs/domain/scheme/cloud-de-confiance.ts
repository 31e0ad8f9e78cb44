import type { Scheme } from './scheme.js';

const label = { slug: 'cloud-de-confiance', name: { fr: 'cloud de confiance', en: 'trusted cloud' } };

/**
 * "Cloud de confiance" has no certificate of its own: a service that is qualified SecNumCloud has it, and what that
 * rests on has changed over the years. One rule after the other, without a gap.
 */
export const cloudDeConfiance: Scheme['labels'] = [
  {
    ...label,
    from: '2021-05-17',
    until: '2021-07-04',
    basis: 'Announced by the government on 17 May 2021, as a label resting on SecNumCloud and on legal criteria.',
  },
  {
    ...label,
    from: '2021-07-05',
    until: '2023-05-30',
    basis: 'Circular of 5 July 2021 on the use of cloud services by the State.',
  },
  {
    ...label,
    from: '2023-05-31',
    until: '2024-05-20',
    basis: 'Circular of 31 May 2023, which brings the doctrine "cloud au centre" up to date.',
  },
  {
    ...label,
    from: '2024-05-21',
    until: '2026-04-13',
    basis: 'Law 2024-449 of 21 May 2024, article 31.',
  },
  {
    ...label,
    from: '2026-04-14',
    until: '2026-08-11',
    basis: 'Decree 2026-272 of 14 April 2026, for article 31 of law 2024-449 (secondary sources).',
  },
  {
    ...label,
    from: '2026-08-12',
    basis: 'Order of 12 August 2026, which approves version 3.2 of the SecNumCloud referential (secondary sources).',
  },
];
