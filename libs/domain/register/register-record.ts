import { schemeOf } from '../dossier/dossier.js';
import { liveEvents } from '../event/corrections.js';
import { type OnRecord, recordModel } from '../event/ledger-event.js';
import { type Problem, Refusal, refuse } from '../refusal.js';
import type { Schemes } from '../scheme/catalogue.js';
import { canonical } from '../text/canonical.js';
import type { PlacedReason } from '../validation.js';
import type { Reading } from './reading.js';
import { type RegisterEvent, READING, RegisterEventSchema } from './register-events.js';
import { registerProblems } from './register-rules.js';
import type { Register } from './register.js';

/** The events of a register as recorded, in order of position. */
export type RegisterRecord = readonly OnRecord<RegisterEvent>[];

export const registerModel = recordModel<RegisterEvent>();

type OfType<T> = OnRecord<Extract<RegisterEvent, { type: T }>>;

const liveOf = <T extends RegisterEvent['type']>(record: RegisterRecord, type: T): OfType<T>[] =>
  liveEvents(record, RegisterEventSchema).filter(({ event }) => event.type === type) as unknown as OfType<T>[];

/** The register as last published; `undefined` if it never was. */
export const registerIn = (record: RegisterRecord): Register | undefined =>
  liveOf(record, 'RegisterPublished').at(-1)?.event.data.register;

/** The readings that are not retracted, in order of position; their days do not descend. */
export const readingsIn = (record: RegisterRecord, register: string): Reading[] =>
  liveOf(record, READING).map(({ id, position, version, recordedAt, event: { occurred, source, data } }) => ({
    ...{ id, register, day: occurred, position, version, recordedAt, source, entries: data.entries },
    ...(data.unconfirmed && { unconfirmed: data.unconfirmed }),
    ...(data.frozen !== undefined && { frozen: data.frozen }),
    ...(data.nextUpdate !== undefined && { nextUpdate: data.nextUpdate }),
  }));

export type ReadEvent = OfType<typeof READING>;

/** The events of the readings that are not retracted, in order of position. */
export const readsIn = (record: RegisterRecord): ReadEvent[] => liveOf(record, READING);

/** What officers answered about a provider's name in the register, by folded name: see `EntryMatched`. */
export interface Match {
  name: string;
  candidate: string;
  provider: string | null;
}

/** The latest answer for each pair of name and proposed provider. */
export const matchesIn = (record: RegisterRecord): Match[] =>
  liveOf(record, 'EntryMatched').map(({ event: { data } }) => data);

/**
 * Publishes a register, or a new version of it.
 *
 * @param register valid by itself
 * @throws Refusal not-found, register-invalid, unchanged
 */
export function publishRegister(
  record: RegisterRecord,
  register: Register,
  { schemes, builtIn }: { schemes: Schemes; builtIn: Register | undefined },
): RegisterEvent[] {
  const [first, ...others] = registerProblems(register, schemeOf(register.scheme, schemes)).map(problemOf);
  if (first) throw new Refusal('register-invalid', first, [first, ...others]);
  const before = registerIn(record) ?? builtIn;
  if (before && canonical(before) === canonical(register))
    throw refuse('unchanged', 'slug', 'register-unchanged', { slug: register.slug });
  return [{ type: 'RegisterPublished', data: { register } }];
}

const problemOf = ({ path, why }: PlacedReason): Problem => ({ field: path.join('.'), ...why });
