import { z } from 'zod';
import { earliest, latest, PartialDateSchema } from '../date/partial-date.js';
import { Line, Name, Prose } from '../text/text.js';
import { fact, housekeeping } from './shape.js';
import { because } from '../validation.js';

/** Decision numbers are opaque text: they restart each year. */
const decision = Name.optional();
const reason = Prose.optional();

const Reservation = z.strictObject({ text: Line, due: PartialDateSchema.optional() });

/** `duty`: the code of the duty of the scheme that it was about; absent: all of them. */
const surveillance = { decision, due: PartialDateSchema.optional(), duty: Name.optional() };

const validity = { validFrom: PartialDateSchema.optional(), validUntil: PartialDateSchema.optional() };

interface Validity {
  validFrom?: string | undefined;
  validUntil?: string | undefined;
}

const endsAfterItStarts = ({ validFrom, validUntil }: Validity): boolean =>
  !validFrom || !validUntil || latest(validUntil) >= earliest(validFrom);

const inOrder = { error: because('ends-before-valid-from'), path: ['validUntil'] };

const issued = fact('GrantIssued', {
  decision,
  ...validity,
  conditions: z.array(Line).max(100).optional(),
  reservations: z.array(Reservation).max(100).optional(),
  referential: Name.optional(),
  level: Name.optional(),
  authority: Name.optional(),
  milestone: Name.optional(),
});

const observed = fact('RegisterObserved', {
  register: Name,
  listing: z.enum(['granted', 'in-progress', 'absent']),
  decision,
  ...validity,
});

export const GrantIssued = issued.extend({ data: issued.shape.data.refine(endsAfterItStarts, inOrder) });
export const RegisterObserved = observed.extend({ data: observed.shape.data.refine(endsAfterItStarts, inOrder) });

/** Tells the world that an end has passed; recorded by the ledger itself and never folded into a status. */
export const GrantExpired = housekeeping('GrantExpired', { decision, validUntil: PartialDateSchema });

export const grantEvents = [
  GrantIssued,
  RegisterObserved,
  fact('GrantAnnounced', { decision }),
  fact('GrantSuspended', { decision, reason }),
  fact('GrantReinstated', { decision, reason }),
  fact('GrantWithdrawn', { decision, reason }),
  fact('ReservationLifted', { decision, reason }),
  fact('SurveillancePassed', surveillance),
  fact('SurveillanceFailed', surveillance),
] as const;
