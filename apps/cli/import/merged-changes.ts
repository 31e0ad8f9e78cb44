import type { Change, Rehearsed } from './post-csv.js';

export type MergedChange = Change & { apart: boolean };

/** What the pieces of a file would do to dossiers, each judged without the others. */
export class MergedChanges {
  private readonly byDossier = new Map<string, MergedChange>();
  private openedUnlisted = 0;
  /** Dossiers that would get events and that the api did not list. */
  unlisted = 0;

  add({ changes, touched, dossiers }: Rehearsed): void {
    this.unlisted += touched - changes.length;
    this.openedUnlisted += dossiers - changes.filter(({ opened }) => opened).length;
    for (const change of changes) {
      const earlier = this.byDossier.get(change.dossier.id);
      this.byDossier.set(change.dossier.id, earlier ? joined(earlier, change) : { ...change, apart: false });
    }
  }

  get opened(): number {
    return this.openedUnlisted + [...this.byDossier.values()].filter(({ opened }) => opened).length;
  }

  get moved(): MergedChange[] {
    return [...this.byDossier.values()].filter(({ moved }) => moved);
  }

  /** How many dossiers would keep their status. */
  get kept(): number {
    return this.byDossier.size - this.moved.length;
  }
}

/** Where the pieces differ, one that changes the status says more than one that does not. */
function joined(earlier: MergedChange, later: Change): MergedChange {
  const last = later.moved ? later : earlier;
  return { ...last, events: earlier.events + later.events - (later.opened ? 1 : 0), apart: true };
}
