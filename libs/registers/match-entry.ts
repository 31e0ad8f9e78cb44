import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { type DossierFact, dossierModel, type DossierRecord } from '#domain/dossier/facts.js';
import { liveEvents } from '#domain/event/corrections.js';
import { type DossierEvent, DossierEventSchema, hasEffect, is } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, registerStream } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import type { Entry } from '#domain/register/entry.js';
import { type Match, matchesIn } from '#domain/register/register-record.js';
import type { Register } from '#domain/register/register.js';
import { tradeNameOf } from '#domain/text/look-alike.js';
import { fold } from '#domain/text/text.js';
import { type Receipt, receiptOf } from '#event-store/change-stream.js';
import { EventStore } from '#event-store/event-store.js';
import { Conflict, type Context, type StreamAppend } from '#event-store/events.js';
import { assertApproved, FourEyes, type MaybeApproved, mustPreview } from '#schemes/four-eyes.js';
import { statusChangesOf } from '#schemes/preview-appends.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Attempts, judgedIn } from './attempts.js';
import { entriesOnRecord, type EntryOnRecord, isBy, type LedgerAccess } from './entries-on-record.js';
import { identifyDossiers } from './identify-providers.js';
import { type KnownRegister, KnownRegisters, RegisterNames } from './known-registers.js';
import { ReadingTurns } from './read-register.js';

/** A name that the register gives to a provider, and another provider on record whose name is like it. */
export interface Proposal {
  /** As the register writes it. */
  name: string;
  entries: number;
  /** Id of the provider that they belong to now. */
  provider: string;
  candidate: { id: string; name: string };
}

interface OpenProposal extends Omit<Proposal, 'entries'> {
  entries: readonly string[];
}

@Injectable()
export class NameProposals {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly registers: KnownRegisters,
    private readonly names: RegisterNames,
    private readonly attempts: Attempts,
  ) {}

  /** What nobody has answered yet: see `MatchEntry`. @throws Refusal not-found */
  async of(register: string): Promise<Proposal[]> {
    const known = await this.registers.get(register);
    const ledger = { db: this.db, events: this.events };
    const { names, attempts, registers } = this;
    const onRecord = await entriesOnRecord(ledger, known.register);
    const open = await openProposals(known, onRecord, { names, attempts, registers });
    return open.map(({ entries, ...proposal }) => ({ ...proposal, entries: entries.length }));
  }
}

/** The last answer about a name and a proposed provider; `undefined` if nobody has answered. */
export const matchIn = ({ record }: KnownRegister, asked: Pick<Match, 'name' | 'candidate'>): Match | undefined =>
  matchesIn(record).findLast(({ name, candidate }) => fold(name) === fold(asked.name) && candidate === asked.candidate);

/**
 * Providers of the register whose names differ from those of others by a legal form only or look like them, or that have an
 * identifier of others, and names that it now gives to entries of one provider while another one has them. In order of name.
 * What was answered for another register is not asked again.
 */
async function openProposals(
  known: KnownRegister,
  onRecord: ReadonlyMap<string, EntryOnRecord>,
  { names, attempts, registers }: { names: RegisterNames; attempts: Attempts; registers: KnownRegisters },
): Promise<OpenProposal[]> {
  await names.catchUp();
  const listed = entriesByProvider(onRecord);
  const proposals = [...likeOthers(listed, names), ...(await unmatched(known, onRecord, { names, attempts }))];
  const matches = (await registers.all()).flatMap(({ record }) => matchesIn(record));
  return proposals
    .filter((proposal) => !matches.some((match) => answers(match, proposal, names)))
    .sort((a, b) => (fold(a.name) < fold(b.name) ? -1 : 1));
}

/** An answer about two providers holds whichever of them is proposed to the other. */
function answers({ name, candidate, provider }: Match, proposal: OpenProposal, names: RegisterNames): boolean {
  if (candidate === proposal.candidate.id) return provider === null && fold(name) === fold(proposal.name);
  return candidate === proposal.provider && names.providers.providersNamed(name).has(proposal.candidate.id);
}

/** Keys of the entries that are listed, by id of their provider. */
function entriesByProvider(onRecord: ReadonlyMap<string, EntryOnRecord>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { provider, listed } of onRecord.values()) {
    if (listed.data.listing === 'absent') continue;
    const known = found.get(provider);
    if (known) known.push(listed.entry);
    else found.set(provider, [listed.entry]);
  }
  return found;
}

/** Of two providers of the register, the entries of the one with fewer are proposed to the other. */
function likeOthers(listed: ReadonlyMap<string, readonly string[]>, names: RegisterNames): OpenProposal[] {
  const byAlike = new Map<string, Map<string, string>>();
  for (const { id, names: all, keys } of names.providers.all()) {
    const byName = all.map((name) => [tradeNameOf(name), name] as const);
    for (const [alike, name] of [...byName, ...keys.map((key) => [key, all[0] ?? id] as const)]) {
      const group = byAlike.get(alike) ?? new Map<string, string>();
      byAlike.set(alike, group);
      if (!group.has(id)) group.set(id, name);
    }
  }
  const sizeOf = (id: string): number => listed.get(id)?.length ?? 0;
  const found = new Map<string, OpenProposal>();
  for (const group of byAlike.values())
    for (const [provider, name] of group)
      for (const candidate of group.keys()) {
        if (candidate === provider || sizeOf(provider) === 0) continue;
        const more = sizeOf(provider) - sizeOf(candidate) || (provider < candidate ? -1 : 1);
        if (sizeOf(candidate) > 0 && more > 0) continue;
        const proposal = { name, provider, entries: listed.get(provider) ?? [] };
        found.set(`${provider} ${candidate}`, { ...proposal, candidate: named(candidate, names) });
      }
  return [...found.values()];
}

async function unmatched(
  { reads }: KnownRegister,
  onRecord: ReadonlyMap<string, EntryOnRecord>,
  { names, attempts }: { names: RegisterNames; attempts: Attempts },
): Promise<OpenProposal[]> {
  const last = reads.at(-1);
  const row = last && (await attempts.ofEvent(last.id));
  const found = new Map<string, OpenProposal>();
  for (const { entry, name, provider, candidate } of (row && judgedIn(row.result))?.unmatched ?? []) {
    if (candidate === null || onRecord.get(entry)?.provider !== provider) continue;
    const key = `${fold(name)} ${provider}`;
    const entries = [...(found.get(key)?.entries ?? []), entry];
    found.set(key, { name, provider, entries, candidate: named(candidate, names) });
  }
  return [...found.values()];
}

const named = (id: string, names: RegisterNames): Proposal['candidate'] => ({
  id,
  name: names.providers.nameOf(id) ?? id,
});

interface Moved {
  known: KnownRegister;
  onRecord: ReadonlyMap<string, EntryOnRecord>;
  keys: ReadonlySet<string>;
  /** Id of the provider that they belong to. */
  provider: string;
}

/**
 * The events that move entries to dossiers of another provider: what the register said is retracted on the dossiers that they
 * had and said again on those of the provider, for the same days. What others recorded stays where it is.
 */
async function moveEntries(
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
    if (!hasEffect(event, 'dependencies')) return event;
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
      (is(event, 'observation')
        ? event.data.registerSlug === register.slug
        : hasEffect(event, 'dependencies') || (is(event, 'scope') && event.type !== 'DossierOpened')),
  );

function opening({ service, kinds }: Target, { known, provider }: Moved, said: readonly DossierFact[]): DossierEvent {
  const scope = service === undefined ? {} : { service, serviceKinds: [...kinds] };
  const source = said[0]?.event.source;
  const data = { provider, scheme: known.register.scheme, ...scope };
  return { type: 'DossierOpened', ...(source && { source }), data };
}

/** Readings before the move do not confirm what is said after it: the last of them says it once more. */
function confirmed(said: readonly DossierEvent[], { readings }: KnownRegister): DossierEvent[] {
  const last = said.findLast((event) => is(event, 'observation'));
  const reading = readings.at(-1);
  if (!last || !reading || last.data.listing === 'absent' || last.occurred >= reading.day) return [];
  return [{ ...last, occurred: reading.day, source: reading.source }];
}

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

const ATTEMPTS = 5;

/**
 * Records an officer's answer to a proposal. If the name belongs to a provider on record, its entries move to dossiers of
 * that provider, in the same append, and later readings follow the answer.
 *
 * @throws Refusal not-found, unknown-reference; ApprovalNeeded
 */
export class MatchEntry extends Command<Receipt> {
  constructor(
    /** Slug. */
    readonly register: string,
    readonly match: Match,
    /** `id`: of the event to record. */
    readonly context: Context & MaybeApproved & { id?: string },
  ) {
    super();
  }
}

@CommandHandler(MatchEntry)
export class MatchEntryHandler implements ICommandHandler<MatchEntry> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly registers: KnownRegisters,
    private readonly turns: ReadingTurns,
    private readonly names: RegisterNames,
    private readonly attempts: Attempts,
    private readonly schemes: SchemeCatalogue,
    private readonly fourEyes: FourEyes,
    private readonly clock: Clock,
  ) {}

  async execute(command: MatchEntry): Promise<Receipt> {
    await this.registers.get(command.register);
    return this.turns.inTurn(async () => {
      for (let count = 1; ; count++) {
        try {
          return await this.#match(command);
        } catch (error) {
          if (!(error instanceof Conflict) || count === ATTEMPTS) throw error;
        }
      }
    });
  }

  async #match({ register: slug, match, context }: MatchEntry): Promise<Receipt> {
    const earlier = context.id === undefined ? undefined : await this.events.find(context.id);
    if (earlier) return receiptOf({ recorded: [earlier], replayed: true });
    const known = await this.registers.get(slug);
    const ledger = { db: this.db, events: this.events };
    const onRecord = await entriesOnRecord(ledger, known.register);
    const { name, candidate, provider } = match;
    const { names, attempts, registers } = this;
    const proposed = (await openProposals(known, onRecord, { names, attempts, registers })).filter(
      (one) => fold(one.name) === fold(name) && one.candidate.id === candidate,
    );
    if (proposed.length === 0) throw refuse('unknown-reference', 'name', 'proposal-not-found', { name });
    if (provider !== null && this.names.providers.nameOf(provider) === undefined)
      throw refuse('not-found', 'provider', 'provider-not-found', { provider });
    const matched: StreamAppend<LedgerEvent> = {
      stream: registerStream(slug),
      expected: known.record.length,
      events: [{ id: context.id ?? randomUUID(), event: { type: 'EntryMatched', data: match } }],
    };
    const moved = provider === null ? [] : proposed.filter((one) => one.provider !== provider);
    const keys = new Set(moved.flatMap(({ entries }) => entries));
    const moves =
      provider === null || keys.size === 0
        ? []
        : await moveEntries({ known, onRecord, keys, provider }, ledger, this.names);
    const policy = await this.fourEyes.schemes();
    if (mustPreview(policy, context)) {
      const changes = await statusChangesOf(this.events, moves, await this.schemes.at(), this.clock.now());
      assertApproved(changes, policy, context);
    }
    const { recorded, replayed } = await this.events.append([matched, ...moves], context);
    return receiptOf({ recorded: recorded.slice(0, 1), replayed });
  }
}
