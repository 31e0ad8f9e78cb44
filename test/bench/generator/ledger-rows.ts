import { dayBetween } from './dates.js';
import { Dice } from '#test/dice.js';
import { DossierLife } from './dossier-life.js';
import { providerLife } from './provider-life.js';
import { dossiersOf, providerShape, type DossierShape } from './provider-shape.js';
import { byDay, type Row, type Step } from './row.js';

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
