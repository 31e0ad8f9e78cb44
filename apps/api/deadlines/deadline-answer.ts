import { type z } from 'zod';
import { ListedDeadline } from '#projections/list-deadlines.js';
import { dossierExample } from '../ledger/dossier-answer.js';

export const DeadlineAnswer = ListedDeadline.meta({ id: 'Deadline' });

export const deadlineExample: z.input<typeof DeadlineAnswer> = {
  key: 'grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  kind: 'grant-end',
  due: '2026-12-29',
  opens: '2026-07-02',
  lapses: null,
  state: 'open',
  title: '2279',
  event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  confirmed: true,
  daysLeft: 34,
  dossier: {
    id: dossierExample.id,
    provider: dossierExample.provider,
    service: dossierExample.service,
    scheme: dossierExample.scheme,
  },
  referential: '3.2',
  dependsOn: null,
  dependency: null,
};
