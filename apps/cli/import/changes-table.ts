import type { Change, Preview } from './import-command.js';

const HEADER = ['PROVIDER', 'SERVICE', 'SCHEME', 'BEFORE', 'AFTER', 'EVENTS'];
const WIDEST = 36;

/** One line per dossier. */
export function changesTable(changes: readonly MergedChange[]): string[] {
  if (changes.length === 0) return [];
  const rows = [HEADER, ...changes.map(cellsOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) => `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

function cellsOf({ dossier, before, after, confirmedBefore, confirmedAfter, events, apart }: MergedChange): string[] {
  return [
    cut(dossier.provider),
    cut(dossier.service ?? '-'),
    dossier.scheme,
    before === null ? 'new' : statusText(before, confirmedBefore ?? false),
    statusText(after, confirmedAfter) + (apart ? ' *' : ''),
    String(events),
  ];
}

/** Marks statuses that the authority does not confirm. */
const statusText = (status: string, confirmed: boolean): string =>
  confirmed || status === 'unknown' ? status : `${status} (claimed)`;

const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text);

type MergedChange = Change & { apart: boolean };

/** The changes of all batches of a file, each previewed without the others. */
export class MergedChanges {
  private readonly byDossier = new Map<string, MergedChange>();
  private openedUnlisted = 0;
  /** Dossiers that would get events but that the API did not list. */
  unlisted = 0;

  add({ changes, touched, dossiers }: Preview): void {
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

  /** Dossiers whose status would not change. */
  get kept(): number {
    return this.byDossier.size - this.moved.length;
  }
}

/** A batch that changes the status takes precedence over one that does not. */
function joined(earlier: MergedChange, later: Change): MergedChange {
  const last = later.moved ? later : earlier;
  return { ...last, events: earlier.events + later.events - (later.opened ? 1 : 0), apart: true };
}
