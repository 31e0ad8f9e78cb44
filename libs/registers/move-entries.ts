import { randomUUID } from 'node:crypto';
import { dossierModel, type DossierFact, type DossierRecord } from '#domain/dossier/facts.js';
import { liveEvents } from '#domain/event/corrections.js';
import { type DossierEvent, DossierEventSchema } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Entry } from '#domain/register/entry.js';
import type { Register } from '#domain/register/register.js';
import type { StreamAppend } from '#event-store/events.js';
import { type EntryOnRecord, isBy, type LedgerAccess } from './dossier-on-record.js';
import { identifyDossiers } from './identify-dossiers.js';
import type { KnownRegister } from './known-registers.js';
import type { RegisterNames } from './names.js';

interface Moved {
  known: KnownRegister;
  onRecord: ReadonlyMap<string, EntryOnRecord>;
  /** Keys of the entries that move. */
  keys: ReadonlySet<string>;
  /** Id of the provider that they belong to. */
  provider: string;
}

/**
 * The events that move entries to dossiers of another provider: what the register said is retracted on the dossiers that they
 * had and said again on those of the provider, for the same days. What others recorded stays where it is.
 */
export async function moveEntries(
  moved: Moved,
  ledger: LedgerAccess,
  names: RegisterNames,
): Promise<StreamAppend<LedgerEvent>[]> {
  const { known, onRecord } = moved;
  const { register } = known;
  const targets = await targetsOf(moved, names);
  const touched = [...onRecord.values()].filter(
    ({ id, declared }) => targets.has(id) || [...declared].some((other) => targets.has(other)),
  );
  const streams = [...touched.map(({ id }) => id), ...[...targets.values()].map(({ dossier }) => dossier)];
  const records = await ledger.events.loadAll([...new Set(streams)].map(dossierStream), dossierModel);
  const drafts = new Drafts(records);
  const renamed = (event: DossierEvent): DossierEvent => {
    if (event.type !== 'DependencyDeclared' && event.type !== 'DependencyEnded') return event;
    const target = targets.get(event.data.dependsOn);
    return target ? { ...event, data: { ...event.data, dependsOn: target.dossier } } : event;
  };
  for (const { id } of touched) {
    const said = saidBy(register, records.get(dossierStream(id)) ?? []);
    const target = targets.get(id);
    const leaving = target ? said : said.filter(({ event }) => renamed(event) !== event);
    const reason = `Moved: the register lists it as a service of ${names.providers.nameOf(moved.provider) ?? moved.provider}.`;
    drafts.add(
      id,
      leaving.map((fact) => ({ type: 'EventRetracted', data: { event: fact.id, reason } })),
    );
    if (target && !records.has(dossierStream(target.dossier)))
      drafts.add(target.dossier, [opening(target, moved, said)]);
    const again = leaving.map(({ event }) => renamed(event));
    drafts.add(target?.dossier ?? id, [...again, ...(target ? confirmed(again, known) : [])]);
  }
  return drafts.appends;
}

interface Target {
  dossier: string;
  service: string | undefined;
  kinds: readonly string[];
}

/** Where the entries go, by the id of the dossier that they have. */
async function targetsOf(
  { known, onRecord, keys, provider }: Moved,
  names: RegisterNames,
): Promise<Map<string, Target>> {
  const { register } = known;
  const all = [...onRecord.values()];
  const staying = all.filter(({ listed }) => !keys.has(listed.entry));
  const there = staying.filter((one) => one.provider === provider && one.listed.data.listing !== 'absent');
  const going = all.filter(({ listed }) => keys.has(listed.entry));
  const entries = [...there, ...going].map(entryOf);
  const dossiers = await names.dossiersOf([provider]);
  const identified = identifyDossiers(entries, new Map(entries.map(({ key }) => [key, provider])), {
    ...{ register, dossiers },
    onRecord: new Map(staying.map((one) => [one.listed.entry, one])),
  });
  const before = new Map(going.map((one) => [one.listed.entry, one]));
  return new Map(
    identified.flatMap(({ entry, dossier, service }) => {
      const from = before.get(entry.key);
      return from ? [[from.id, { dossier, service, kinds: from.service?.kinds ?? [] }] as const] : [];
    }),
  );
}

/** As far as dossiers are identified by it. */
const entryOf = ({ service, listed: { entry: key, data } }: EntryOnRecord): Entry => ({
  ...{ key, provider: '', service: service?.name, serviceKinds: [], listing: data.listing, level: data.level },
  ...{ milestones: [], conditions: [], dependsOn: [] },
});

/** What readings of the register recorded on a dossier, but for its opening. */
const saidBy = (register: Register, record: DossierRecord): DossierFact[] =>
  liveEvents(record, DossierEventSchema).filter(
    ({ event }) =>
      isBy(event, register) &&
      (event.type === 'RegisterObserved'
        ? event.data.registerSlug === register.slug
        : event.type === 'ScopeDeclared' || event.type === 'DependencyDeclared' || event.type === 'DependencyEnded'),
  );

function opening({ service, kinds }: Target, { known, provider }: Moved, said: readonly DossierFact[]): DossierEvent {
  const scope = service === undefined ? {} : { service, serviceKinds: [...kinds] };
  const source = said[0]?.event.source;
  const data = { provider, scheme: known.register.scheme, ...scope };
  return { type: 'DossierOpened', ...(source && { source }), data };
}

/** Readings before the move do not confirm what is said after it: the last of them says it once more. */
function confirmed(said: readonly DossierEvent[], { readings }: KnownRegister): DossierEvent[] {
  const last = said.findLast((event) => event.type === 'RegisterObserved');
  const reading = readings.at(-1);
  if (!last || !reading || last.data.listing === 'absent' || last.occurred >= reading.day) return [];
  return [{ ...last, occurred: reading.day, source: reading.source }];
}

/** New events by dossier. */
class Drafts {
  private readonly drafted = new Map<string, DossierEvent[]>();

  constructor(private readonly records: ReadonlyMap<string, DossierRecord>) {}

  add(dossier: string, events: readonly DossierEvent[]): void {
    this.drafted.set(dossier, [...(this.drafted.get(dossier) ?? []), ...events]);
  }

  get appends(): StreamAppend<LedgerEvent>[] {
    return [...this.drafted].flatMap(([dossier, events]) => {
      const stream = dossierStream(dossier);
      const expected = this.records.get(stream)?.at(-1)?.version ?? 0;
      return events.length === 0
        ? []
        : [{ stream, expected, events: events.map((event) => ({ id: randomUUID(), event })) }];
    });
  }
}
