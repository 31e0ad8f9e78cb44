import type { DossierEventAs } from '../event/dossier-events.js';
import { hasMoved } from './judgement.js';

type Said = DossierEventAs<'observation'>['data'];

/** Fewer entries lose a value, or leave a section, for good reasons. */
const FEWEST = 5;

const COLUMNS = ['decision', 'validFrom', 'validUntil', 'level', 'conditions', 'milestones'] as const;

/** Entries by what they have in common, and how many of them have lost it or are gone. */
class Counts {
  private readonly counts = new Map<string, { all: number; lost: number }>();

  add(name: string, isLost: boolean): void {
    const { all, lost } = this.counts.get(name) ?? { all: 0, lost: 0 };
    this.counts.set(name, { all: all + 1, lost: lost + Number(isLost) });
  }

  some(isToo: (of: { all: number; lost: number }) => boolean): boolean {
    return [...this.counts.values()].some((of) => of.lost >= FEWEST && isToo(of));
  }
}

/** What a document lacks that its register had, as one that was cut or badly exported does. */
export class Losses {
  private readonly columns = new Counts();
  private readonly sections = new Counts();
  private rekeyed = 0;

  /** An entry as it was, and as it is. @param hasHistory whether rows of its history were told, and are */
  listed(from: Said, to: Said, hasHistory: { before: boolean; now: boolean }): void {
    if (from.listing === 'absent') return;
    this.#section(from, false);
    if (from.entry !== to.entry) this.rekeyed += 1;
    if (hasHistory.before) this.columns.add('history', !hasHistory.now);
    if (hasMoved(from, to)) return;
    for (const field of COLUMNS) if (from[field] !== undefined) this.columns.add(field, to[field] === undefined);
  }

  gone(from: Said): void {
    this.#section(from, true);
  }

  #section({ listing, milestone = '', level }: Said, isGone: boolean): void {
    this.sections.add(`stage ${listing} ${milestone}`, isGone);
    if (level !== undefined) this.sections.add(`level ${level}`, isGone);
  }

  /** A stage or a level of which no entry is left; a field that most entries had and have no longer; entries with another key. */
  get found(): { section: boolean; column: boolean; rekeyed: number } {
    return {
      section: this.sections.some(({ all, lost }) => lost === all),
      column: this.columns.some(({ all, lost }) => lost * 2 > all),
      rekeyed: this.rekeyed,
    };
  }
}
