import { z } from 'zod';
import { liveEvents, type Live } from '../event/corrections.js';
import { fixed, housekeeping } from '../event/describe.js';
import type { OnRecord } from '../event/ledger-event.js';
import { refuse } from '../refusal.js';
import { Name } from '../text/text.js';
import { EvidenceTypeSchema } from './media-type.js';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A file that proves an event of the same stream. The ledger holds its hash; its bytes are stored elsewhere, by that hash. It
 * is withdrawn by a retraction.
 */
export const EvidenceAttached = housekeeping(
  'EvidenceAttached',
  { effect: 'none', summary: ['event', 'name'], isNoNews: true },
  {
    event: fixed(z.uuid().describe('The event that the file proves.')),
    sha256: fixed(Sha256.describe('Of the bytes of the file.')),
    name: fixed(Name.describe('File name, without folders.')),
    mediaType: fixed(EvidenceTypeSchema.describe('By the first bytes of the file.')),
    size: fixed(z.int().positive().describe('In bytes.')),
  },
);

export type EvidenceAttached = z.infer<typeof EvidenceAttached.schema>;

type AnyEvent = { type: string; occurred?: string | undefined; data: object };
type Attached = Live<EvidenceAttached>;

/** The files attached and not withdrawn, in order of recording. */
export const evidenceOf = <E extends AnyEvent>(record: readonly OnRecord<E>[], schema: z.ZodType<E>): Attached[] =>
  liveEvents(record, schema).filter(({ event }) => event.type === 'EvidenceAttached') as unknown as Attached[];

/**
 * Decides on a file for an event of the stream. A file that is attached to the event already is decided to be nothing.
 *
 * @throws Refusal unknown-reference, already-retracted
 */
export function attachEvidence<E extends AnyEvent>(
  record: readonly OnRecord<E>[],
  attached: EvidenceAttached,
  schema: z.ZodType<E>,
): EvidenceAttached[] {
  const { event, sha256 } = attached.data;
  const target = record.find(({ id }) => id === event);
  if (!target) throw refuse('unknown-reference', 'event', 'event-not-in-stream', { event });
  if (NOT_PROVEN.has(target.event.type)) throw refuse('unknown-reference', 'event', 'event-takes-no-evidence');
  if (!liveEvents(record, schema).some(({ id }) => id === event))
    throw refuse('already-retracted', 'event', 'event-retracted');
  const isThere = evidenceOf(record, schema).some(
    ({ event: { data } }) => data.event === event && data.sha256 === sha256,
  );
  return isThere ? [] : [attached];
}

const NOT_PROVEN: ReadonlySet<string> = new Set(['EvidenceAttached', 'EventCorrected', 'EventRetracted']);
