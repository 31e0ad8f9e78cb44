import { z } from 'zod';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Recorded } from '#event-store/events.js';
import { contentOf } from '#ledger/get-timeline.js';
import { effectFields } from '#notifications/webhook/payload-schemas.js';
import { eventFields } from '../http/timeline-answer.js';
import type { PlacedChange } from './chosen-changes.js';
import { effectOf } from './effect-answer.js';

const ChangeAnswer = z
  .strictObject({
    position: z.int(),
    id: z.uuid(),
    stream: z.string().describe('`provider-<id>`, `dossier-<id>` or `scheme-<slug>`.'),
    version: z.int(),
    ...eventFields,
    ...z.object(effectFields).partial().shape,
  })
  .meta({
    id: 'Change',
    description:
      'What it is about and what it came to (`provider` to `amends`) is told in the stream, and in the feed when it is filtered.',
  });

export const ChangesAnswer = z.strictObject({ items: z.array(ChangeAnswer) }).meta({ id: 'Changes' });

const example: z.input<typeof ChangeAnswer> = {
  position: 31,
  id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  stream: 'dossier-0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
  version: 5,
  type: 'GrantIssued',
  occurred: '2023-12-28',
  source: { kind: 'decision', publisher: 'ANSSI' },
  data: { decision: '2279', validUntil: '2026-12-29' },
  recordedAt: '2026-11-25T08:00:00.000Z',
};

export const changesExample: z.input<typeof ChangesAnswer> = { items: [example] };

/** What the stream tells of it. */
export const streamedExample: z.input<typeof ChangeAnswer> = {
  ...example,
  provider: { id: '5f0c3a52-6f5c-5d52-8d5c-6f7e1f0b9f11', slug: 'ovhcloud', name: 'OVHcloud' },
  dossier: { id: '0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11', scheme: 'secnumcloud', service: 'Hosted Private Cloud' },
  scheme: 'secnumcloud',
  status: {
    before: { status: 'in-progress', confirmed: true, stage: 'J2' },
    after: { status: 'granted', confirmed: true, stage: 'J3' },
  },
  next: { kind: 'grant-end', due: '2026-12-29', title: '2279' },
};

/** @param open read without a key: who recorded it is not told */
export const changeAnswerOf = (recorded: Recorded<LedgerEvent>, open: boolean) => ({
  position: recorded.position,
  id: recorded.id,
  stream: recorded.stream,
  version: recorded.version,
  type: recorded.event.type,
  ...contentOf(recorded.event),
  recordedAt: recorded.recordedAt.toISOString(),
  ...(!open && { actor: recorded.actor }),
});

/** The same with what it is about and what it came to. */
export const placedAnswerOf = ({ recorded, change }: PlacedChange, open: boolean) => ({
  ...changeAnswerOf(recorded, open),
  ...effectOf(change),
});
