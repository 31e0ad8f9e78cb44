import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { factsOf, type DossierRecord } from '#domain/dossier/facts.js';
import { standingOn, type Standing } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { Ground } from './decide-import.js';
import type { Touched } from './plan.js';
import { readRecords } from './stream-drafts.js';

/** What an import would do to a dossier. */
export interface DossierChange {
  dossier: { id: string; provider: string; service: string | null; scheme: string };
  /** Whether the import would open it: there is no `before` then. */
  opened: boolean;
  before: Status | null;
  after: Status;
  confirmedBefore: boolean | null;
  confirmedAfter: boolean;
  /** Whether its status would change, or whether it is confirmed. */
  moved: boolean;
  /** How many events it would get, its opening included. */
  events: number;
}

/** Few enough to be read and folded at once, however long their streams are. */
const AT_ONCE = 200;

/** Where dossiers stand on a day, and where they would stand with what is drafted for them. */
export async function dossierChanges(touched: readonly Touched[], ground: Ground, day: Day): Promise<DossierChange[]> {
  const slice = new TimeSlice();
  const changes: DossierChange[] = [];
  for (let start = 0; start < touched.length; start += AT_ONCE) {
    const some = touched.slice(start, start + AT_ONCE);
    const records = await readRecords(
      ground.db,
      ground.codec,
      some.map(({ id }) => dossierStream(id)),
    );
    for (const one of some) {
      if (slice.isOver) await slice.yield();
      changes.push(changeOf(one, (records.get(dossierStream(one.id)) ?? []) as DossierRecord, ground, day));
    }
  }
  return changes;
}

function changeOf({ id, provider, scheme, draft }: Touched, record: DossierRecord, ground: Ground, day: Day) {
  const law = schemeOf(scheme, ground.schemes);
  const recordedAt = new Date(day);
  const before = standing(record, law, day);
  const after = standing([...record, ...draft.drafted.map((entry) => ({ ...entry, recordedAt }))], law, day);
  if (!after) throw new Error(`dossier ${id} would get events without being opened`);
  const called = ground.names.nameOf(provider.id) ?? provider.called;
  return {
    dossier: { id, provider: called, service: after.service?.name ?? null, scheme },
    opened: before === undefined,
    before: before?.status ?? null,
    after: after.status,
    confirmedBefore: before?.confirmed ?? null,
    confirmedAfter: after.confirmed,
    moved: before?.status !== after.status || before.confirmed !== after.confirmed,
    events: draft.drafted.length,
  };
}

function standing(record: DossierRecord, scheme: Scheme, day: Day): Standing | undefined {
  const facts = factsOf(record);
  return facts && standingOn(facts, scheme, day);
}
