import { claimMarked } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { asTable } from '../terminal.js';
import type { Change, Preview } from './post-csv.js';

const HEADER = ['PROVIDER', 'SERVICE', 'SCHEME', 'BEFORE', 'AFTER', 'EVENTS'];
const WIDEST = 36;

/** One line per dossier. */
export function changesTable(changes: readonly MergedChange[]): string[] {
  if (changes.length === 0) return [];
  const table = asTable([HEADER, ...changes.map(cellsOf)]);
  return table.split('\n').map((line) => `  ${line}`);
}

function cellsOf({ dossier, before, after, confirmedBefore, confirmedAfter, events, apart }: MergedChange): string[] {
  return [
    cut(dossier.provider),
    cut(dossier.service ?? '-'),
    dossier.scheme,
    before === null ? 'new' : claimMarked(before, confirmedBefore ?? false),
    claimMarked(after, confirmedAfter) + (apart ? ' *' : ''),
    String(events),
  ];
}

const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text);

/** A dossier, and a sentence with the code for each warning that the import brings. */
export function warningLines({ dossier, warnings, apart }: MergedChange): string[] {
  const name = [dossier.provider, dossier.service].filter((part) => part !== null).join(' / ');
  return [
    `  ${name} (${dossier.scheme})${apart ? ' *' : ''}`,
    ...warnings.map((code) => `    ${titleOf(code)} (${code})`),
  ];
}

/** A newer server may have codes that this program does not know. */
function titleOf(code: string): string {
  const known: Readonly<Record<string, unknown>> = phrases('en').warnings;
  const { title } = (known[code] ?? {}) as { title?: string };
  return title ?? 'Warning';
}

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

  get warned(): MergedChange[] {
    return [...this.byDossier.values()].filter(({ warnings }) => warnings.length > 0);
  }

  /** Dossiers whose status would not change. */
  get kept(): number {
    return this.byDossier.size - this.moved.length;
  }
}

/** A batch that changes the status takes precedence over one that does not. */
function joined(earlier: MergedChange, later: Change): MergedChange {
  const last = later.moved ? later : earlier;
  const warnings = [...new Set([...earlier.warnings, ...later.warnings])];
  return { ...last, warnings, events: earlier.events + later.events - (later.opened ? 1 : 0), apart: true };
}
