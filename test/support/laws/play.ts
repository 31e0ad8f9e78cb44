import { recordOnDossier } from '#domain/dossier/dossier.js';
import type { DossierEvent, NewDossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import type { Reading } from '#domain/register/reading.js';
import type { RegisterEvent } from '#domain/register/register-events.js';
import type { Publication } from '#domain/scheme/catalogue.js';
import { corrected, opened, retracted, uuid } from '#test/events.js';
import type { Changes, History, Step } from './history.js';
import { daysAfter } from './oracle/plain-days.js';
import { trialScheme } from './trial-schemes.js';

/** A history as a ledger of its own holds it. */
export interface Played {
  id: string;
  provider: string;
  scheme: string;
  record: readonly OnRecord<DossierEvent>[];
  publications: Publication[];
  /** What is recorded on the streams of its registers. */
  registers: { register: string; position: number; recordedAt: Date; id: string; event: RegisterEvent }[];
}

const BEGINNING = '2020-06-01';

/** Records a history, leaving out what the ledger would refuse. The number tells histories of one ledger apart. */
export function play({ family, moments }: History, n = 1): Played {
  const scheme = `trial-${n}`;
  const played: Played = {
    ...{ id: uuid(n * 1000), provider: uuid(900), scheme },
    ...{ record: [], publications: [], registers: [] },
  };
  let position = 0;
  let instant = new Date(`${BEGINNING}T08:00:00Z`);

  const publish = (version: number): void => {
    const readings = readingsOf(played);
    const data = { ...trialScheme(family, scheme, version), ...(readings.length > 0 && { readings }) };
    played.publications.push({ position: ++position, recordedAt: instant, scheme: data });
  };
  const onRegister = (register: string, event: RegisterEvent): void => {
    position++;
    played.registers.push({ register, position, recordedAt: instant, id: uuid(n * 1000 + 500 + position), event });
    const rules = played.publications.at(-1)!.scheme;
    if (event.type !== 'RegisterPublished')
      played.publications.push({
        ...{ position, recordedAt: instant, register },
        scheme: { ...rules, readings: readingsOf(played) },
      });
  };
  const add = (event: DossierEvent): void => {
    const version = played.record.length + 1;
    const entry = { id: uuid(n * 1000 + version), position: ++position, version, recordedAt: instant, event };
    played.record = [...played.record, entry];
  };

  publish(0);
  for (const name of REGISTERS) onRegister(`${name}-${n}`, publishedRegister(`${name}-${n}`, scheme));
  add(opened({ provider: played.provider, scheme }));
  let days = 0;
  for (const { after, steps } of moments) {
    days += after;
    instant = new Date(`${daysAfter(BEGINNING, days)}T08:00:00Z`);
    for (const step of steps) {
      if ('publishes' in step) publish(step.publishes);
      else if ('reads' in step) {
        const register = `${step.reads}-${n}`;
        const last = readingsOf(played).findLast((reading) => reading.register === register)?.day ?? '';
        const day = daysAfter(BEGINNING, days - step.before);
        onRegister(register, readEvent(register, scheme, day < last ? last : day));
      } else if ('unreads' in step) {
        const reading = readingsOf(played).at(-1 - step.unreads);
        if (reading) onRegister(reading.register, retracted(reading.id));
      } else {
        const event = eventOf(step, played.record);
        if (event && accepts(played, event)) add(withOwnRegister(event, n));
      }
    }
  }
  return played;
}

const REGISTERS = ['list', 'other-list', 'history'];

/** Those that stand, in order of position. */
function readingsOf({ registers }: Played): Reading[] {
  const gone = new Set(registers.flatMap(({ event }) => (event.type === 'EventRetracted' ? [event.data.event] : [])));
  return registers.flatMap(({ register, id, position, recordedAt, event }) =>
    event.type === 'RegisterRead' && !gone.has(id)
      ? [
          {
            ...{ id, register, position, recordedAt, version: 1 },
            day: event.occurred,
            source: event.source,
            entries: 1,
          },
        ]
      : [],
  );
}

const readEvent = (register: string, scheme: string, occurred: string): RegisterEvent => ({
  type: 'RegisterRead',
  occurred,
  source: { kind: 'list', publisher: 'Somebody' },
  data: {
    ...{ register, scheme, sha256: '0'.repeat(64), bytes: 1, entries: 1, ignored: 0, unreadable: 0 },
    ...{ added: [], changed: [], gone: [], profile: 1 },
  },
});

const publishedRegister = (slug: string, scheme: string): RegisterEvent => ({
  type: 'RegisterPublished',
  data: {
    register: {
      ...{ slug, name: slug, scheme, publisher: 'Somebody', kind: 'list', staleAfterDays: 100, notes: [] },
      limits: { gonePercent: 5, movedPercent: 5 },
      reader: { format: 'csv', dates: 'iso', blanks: [], fields: { provider: 'who' }, stages: {}, milestones: {} },
    },
  },
});

function withOwnRegister(event: DossierEvent, n: number): DossierEvent {
  if (event.type !== 'RegisterObserved' || event.data.registerSlug === undefined) return event;
  return { ...event, data: { ...event.data, registerSlug: `${event.data.registerSlug}-${n}` } };
}

/** Whether the ledger would record an event after all that is there. */
export function accepts({ id, record, publications }: Played, event: DossierEvent): boolean {
  const { scheme } = publications.at(-1)!;
  if (event.type === 'GrantExpired' || event.type === 'EvidenceAttached') return true; // recorded by other commands
  try {
    recordOnDossier(record, event as NewDossierEvent, { id, scheme });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function eventOf(
  step: Extract<Step, { records: unknown } | { retracts: unknown } | { corrects: unknown }>,
  record: readonly OnRecord<DossierEvent>[],
) {
  if ('records' in step) return step.records;
  if ('retracts' in step) return retracted(pick(record, step.retracts).id);
  const target = pick(record, step.corrects);
  const wanted = changesFor(target, step.changes, record);
  return wanted && corrected(target.id, wanted);
}

/** Counted from the latest back, so that what a small number means is the event just before. */
export const pick = (record: readonly OnRecord<DossierEvent>[], back: number) =>
  record[record.length - 1 - (back % record.length)]!;

/** The changes that the target has fields for; those of a correction go into its own changes. */
export function changesFor(
  target: OnRecord<DossierEvent>,
  { occurred, source, data = {} }: Changes,
  record: readonly OnRecord<DossierEvent>[],
): object | undefined {
  const { event } = target;
  if (event.type === 'EventRetracted') return { data: { reason: 'not so, on second thoughts' } };
  if (event.type === 'EventCorrected') {
    const aimed = record.find(({ id }) => id === event.data.event);
    const inner =
      aimed &&
      changesFor(aimed, { ...(occurred !== undefined && { occurred }), ...(source && { source }), data }, record);
    return inner && { data: { changes: inner } };
  }
  const own = Object.entries(data).filter(([field]) => FIELDS[event.type]?.includes(field) ?? field === 'note');
  const wanted = {
    ...(occurred !== undefined && { occurred }),
    ...(source !== undefined && { source }),
    ...(own.length > 0 && { data: Object.fromEntries(own) }),
  };
  return Object.keys(wanted).length > 0 ? wanted : undefined;
}

const FIELDS: Partial<Record<DossierEvent['type'], string[]>> = {
  GrantIssued: ['decision', 'validFrom', 'validUntil', 'reservations', 'note'],
  RegisterObserved: ['decision', 'validFrom', 'validUntil', 'listing', 'register', 'note'],
  GrantAnnounced: ['decision'],
  GrantSuspended: ['decision'],
  GrantReinstated: ['decision'],
  GrantWithdrawn: ['decision'],
  ReservationLifted: ['decision', 'reservation'],
  MilestoneReached: ['milestone'],
  SurveillancePassed: ['decision', 'duty'],
  ServiceTransferred: ['to'],
};
