import { z } from 'zod';
import { earliest, latest, PartialDateSchema } from '../date/partial-date.js';
import { Line, Name, Prose } from '../text/text.js';
import { because } from '../validation.js';
import { asks, fact, housekeeping } from './describe.js';

/** Decision numbers are opaque text: they restart each year. */
const decision = asks(Name.optional(), 'decision');
const reason = asks(Prose.optional(), 'prose');
const date = asks(PartialDateSchema.optional(), 'date');
const Reservation = z.strictObject({ text: Line, due: PartialDateSchema.optional() });

/** `duty`: the code of the duty of the scheme that it was about; absent: all of them. */
const surveillance = { duty: asks(Name.optional(), 'duty'), due: date, decision };

interface Validity {
  validFrom?: string | undefined;
  validUntil?: string | undefined;
}

const endsAfterItStarts = ({ validFrom, validUntil }: Validity): boolean =>
  !validFrom || !validUntil || latest(validUntil) >= earliest(validFrom);

const inOrder = { error: because('ends-before-valid-from'), path: ['validUntil'] };

const grants = { effect: 'grants', group: 'grants' } as const;
const oversight = { effect: 'grants', group: 'oversight' } as const;

const issued = fact('GrantIssued', grants, {
  decision: asks(Name.optional()),
  validFrom: date,
  validUntil: date,
  reservations: asks(z.array(Reservation).max(100).optional(), 'reservations'),
  conditions: asks(z.array(Line).max(100).optional(), 'lines'),
  level: asks(Name.optional(), 'level'),
  referential: asks(Name.optional(), 'referential'),
  authority: asks(Name.optional(), 'authority'),
  milestone: asks(Name.optional(), 'milestone'),
});

const observed = fact('RegisterObserved', grants, {
  register: asks(Name),
  listing: asks(z.enum(['granted', 'in-progress', 'absent']), 'listing'),
  decision,
  validFrom: date,
  validUntil: date,
});

/** Records that an end has passed; recorded by the ledger itself and never read for a status. */
export const GrantExpired = housekeeping(
  'GrantExpired',
  { effect: 'none' },
  { decision, validUntil: asks(PartialDateSchema, 'date') },
);

export const grantEvents = [
  {
    ...issued,
    schema: issued.schema.extend({ data: issued.schema.shape.data.refine(endsAfterItStarts, inOrder) }),
  },
  fact('GrantAnnounced', grants, { decision }),
  {
    ...observed,
    schema: observed.schema.extend({ data: observed.schema.shape.data.refine(endsAfterItStarts, inOrder) }),
  },
  fact('GrantSuspended', grants, { decision, reason }),
  fact('GrantReinstated', grants, { decision, reason }),
  fact('GrantWithdrawn', grants, { decision, reason }),
  fact('SurveillancePassed', oversight, surveillance),
  fact('SurveillanceFailed', { effect: 'none', group: 'oversight' }, surveillance),
  fact('ReservationLifted', oversight, { decision, reason }),
] as const;
