import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dossierStream, providerStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { EventStore } from '#event-store/event-store.js';
import { dossierId } from '#imports/name-registry.js';
import { parseRow, type DossierRow } from '#imports/parse-row.js';
import { nameSplits } from '#imports/resolve-row.js';
import { eventOf, idOf } from '#imports/plan.js';
import { providerId } from '#dossiers/provider-names.js';
import { Dice } from '#test/dice.js';
import {
  dayBetween,
  DossierLife,
  providerLife,
  dossiersOf,
  providerShape,
  type DossierShape,
  byDay,
  type Row,
  type Step,
  csvHeader,
  csvLine,
} from './generated-lives.js';

export interface LedgerSize {
  seed: number;
  /** Of the ledger that the rows lead to, registrations and openings included. */
  events: number;
  dossiers: number;
  /** In how many goes the lives are recorded: 1 tells each whole, 3 each third of all lives after the third before it. */
  waves: number;
}

/**
 * How many of a provider's rows are about the provider itself: more than without Bleu in the real ledger (a quarter),
 * fewer than with it (two fifths).
 */
const ABOUT_PROVIDER = 0.3;

interface Told extends Step {
  dossier?: DossierShape;
}

/**
 * The rows of a ledger with the shape of `samples/ledger.csv`, provider by provider, each from its first day to its last.
 * Made one provider at a time, so that a file of any length takes no more memory. Now and then a life says one thing
 * twice, which is recorded once: the ledger may be some events short.
 */
export function* ledgerRows(size: LedgerSize): Generator<Row> {
  for (let wave = 0; wave < size.waves; wave++)
    for (const { index, count, rows } of providers(size)) {
      const lives = livesOf(index, count, rows, size.seed).map((life) => partOf(life, wave, size.waves));
      yield* rowsOf(index, lives.flat().sort(byDay), size.seed);
    }
}

/** How many rows that is. */
export const countRows = (size: LedgerSize): number => [...providers(size)].reduce((sum, { rows }) => sum + rows, 0);

/** Every provider with its share of the dossiers and of the rows. */
function* providers({ events, dossiers }: LedgerSize): Generator<{ index: number; count: number; rows: number }> {
  let before = 0;
  for (let index = 0; before < dossiers; index++) {
    const count = Math.min(dossiersOf(index), dossiers - before);
    const share = Math.floor(((before + count) * events) / dossiers) - Math.floor((before * events) / dossiers);
    yield { index, count, rows: Math.max(2 * count, share - 1 - count) };
    before += count;
  }
}

/** The provider's life and those of its dossiers. */
function livesOf(index: number, count: number, rows: number, seed: number): Told[][] {
  const { name, dossiers } = providerShape(seed, index);
  const dice = Dice.of(seed, index, 2);
  const begin = dayBetween('2014-01-01', '2023-06-30', dice);
  const about = Math.floor(ABOUT_PROVIDER * rows);
  const lives = dossiers.slice(0, count).map((dossier, nth) => {
    const share = Math.floor(((nth + 1) * (rows - about)) / count) - Math.floor((nth * (rows - about)) / count);
    const dependsOn = dice.chance(0.06) ? otherDossier(index, dossier, seed, dice) : undefined;
    const life = new DossierLife(name, dossier, dayBetween(begin, '2023-12-31', dice), dice);
    return life.told(share, dependsOn).map((step) => ({ ...step, dossier }));
  });
  return [providerLife(name, begin, about, dice), ...lives];
}

/** `provider / service` of an earlier provider's dossier of the same scheme, if the one that is looked at has it. */
function otherDossier(index: number, { scheme }: DossierShape, seed: number, dice: Dice): string | undefined {
  if (index === 0) return undefined;
  const { name, dossiers } = providerShape(seed, dice.between(0, index - 1));
  const [other] = dossiers;
  return other?.scheme === scheme && !other.openedWithout ? `${name} / ${other.service}` : undefined;
}

function* rowsOf(index: number, steps: readonly Told[], seed: number): Generator<Row> {
  const { name: provider } = providerShape(seed, index);
  for (const { cells, dossier } of steps) {
    const openedAs = dossier?.openedWithout ? undefined : dossier?.service;
    yield { cells: { provider, ...(dossier && dossierCells(dossier, cells)), ...cells }, openedAs };
  }
}

/** One that was opened without a scope is called by none, but where its scope is declared. */
function dossierCells({ scheme, service, kinds, openedWithout }: DossierShape, { type }: Step['cells']) {
  if (!openedWithout) return { scheme, service, ...(isFirst(type) && { service_kinds: kinds }) };
  return type === 'ScopeDeclared' ? { scheme, service } : { scheme };
}

const isFirst = (type?: string): boolean => type === 'AnnouncementMade' || type === 'GrantIssued';

/** The rows from a number on and before another. */
export function* someOf(rows: Iterable<Row>, from: number, to: number): Generator<Row> {
  let count = 0;
  for (const row of rows) {
    if (count >= to) return;
    if (count++ >= from) yield row;
  }
}

const partOf = (life: Told[], wave: number, waves: number): Told[] =>
  life.slice(Math.floor((wave * life.length) / waves), Math.floor(((wave + 1) * life.length) / waves));

const CHARACTERS = 65_536;

/** Writes rows as a file to import, piece by piece. @returns how many there were */
export async function writeCsv(path: string, rows: Iterable<Row>): Promise<number> {
  let count = 0;
  function* pieces(): Generator<string> {
    let piece = csvHeader;
    for (const row of rows) {
      piece += csvLine(row);
      count += 1;
      if (piece.length < CHARACTERS) continue;
      yield piece;
      piece = '';
    }
    yield piece;
  }
  await pipeline(Readable.from(pieces(), { objectMode: true, highWaterMark: 4 }), createWriteStream(path));
  return count;
}

const ROWS_AT_ONCE = 5000;

/**
 * Records generated rows as an import would, under the same ids, but without asking what is on record: faster, and right
 * only for the first rows of a ledger, in their order.
 *
 * @param rowsAtOnce recorded at one instant
 */
export async function fill(
  events: EventStore<LedgerEvent>,
  rows: Iterable<Row>,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<void> {
  const filling = new Filling(events);
  let count = 0;
  for (const row of rows) {
    filling.add(row);
    count += 1;
    if (count % rowsAtOnce === 0) await filling.flush();
  }
  await filling.flush();
}

class Filling {
  private readonly ids = new Set<string>();
  private readonly versions = new Map<string, number>();
  private pending = new Map<string, { id: string; event: LedgerEvent }[]>();

  constructor(private readonly events: EventStore<LedgerEvent>) {}

  add(row: Row): void {
    const parsed = parseRow({ line: 0, cells: row.cells, problems: [] }, builtInSchemes);
    if (Array.isArray(parsed)) throw new Error(JSON.stringify([parsed, row]));
    const provider = providerId(parsed.provider);
    const stream = providerStream(provider);
    if (this.isNew(stream)) this.put(stream, { type: 'ProviderRegistered', data: { name: parsed.provider } });
    if (parsed.about === 'provider') this.put(stream, parsed.event);
    else this.addToDossier(parsed, provider, row.openedAs);
  }

  private addToDossier(parsed: DossierRow, provider: string, openedAs: string | undefined): void {
    const { scheme } = parsed;
    const dossier = dossierStream(dossierId(provider, scheme, openedAs));
    const scope = openedAs !== undefined && { service: openedAs, serviceKinds: parsed.kinds };
    if (this.isNew(dossier)) this.put(dossier, { type: 'DossierOpened', data: { provider, scheme, ...scope } });
    const [target] = nameSplits(parsed.dependsOn ?? '');
    this.put(dossier, eventOf(parsed, target && dossierId(providerId(target[0]), scheme, target[1])));
  }

  async flush(): Promise<void> {
    const appends = [...this.pending].map(([stream, events]) => ({
      stream,
      expected: this.versions.get(stream) ?? 0,
      events,
    }));
    if (appends.length > 0) await this.events.append(appends, { actor: 'bench' });
    for (const { stream, expected, events } of appends) this.versions.set(stream, expected + events.length);
    this.pending = new Map();
  }

  private isNew(stream: string): boolean {
    return !this.versions.has(stream) && !this.pending.has(stream);
  }

  private put(stream: string, event: LedgerEvent): void {
    const id = idOf(stream, event);
    if (this.ids.has(id)) return;
    this.ids.add(id);
    const added = this.pending.get(stream) ?? [];
    added.push({ id, event });
    this.pending.set(stream, added);
  }
}
