import type { DeadlinesPreview, DeadlineOfDossier } from '#deadlines/queries/dossier-deadlines.js';
import { earliest } from '#domain/date/partial-date.js';
import { type Deadline, isSettled } from '#domain/deadline/deadline.js';

export type MoveKind = 'comes' | 'goes' | 'moves' | 'met' | 'missed' | 'cancelled' | 'reopens';

/** What becomes of one deadline. */
export interface DeadlineMove {
  kind: MoveKind;
  before?: Deadline;
  after?: Deadline;
  dossier: string;
}

/** The deadlines that come, go, move or are settled; the soonest first. */
export function deadlineMoves({ before, after }: DeadlinesPreview): DeadlineMove[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys]
    .flatMap((key) => moveOf(before.get(key), after.get(key)) ?? [])
    .sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0));
}

function moveOf(was: DeadlineOfDossier | undefined, is: DeadlineOfDossier | undefined): DeadlineMove | undefined {
  const dossier = (is ?? was)?.place.dossier ?? '';
  const [before, after] = [was?.deadline, is?.deadline];
  const move = { dossier, ...(before && { before }), ...(after && { after }) };
  if (!before) return after && !isSettled(after.state) ? { kind: 'comes', ...move } : undefined;
  if (!after) return isSettled(before.state) ? undefined : { kind: 'goes', ...move };
  if (before.state !== after.state) return { kind: after.state === 'open' ? 'reopens' : after.state, ...move };
  const isSame = before.due === after.due && before.lapses === after.lapses && before.opens === after.opens;
  return isSame || isSettled(after.state) ? undefined : { kind: 'moves', ...move };
}

const dayOf = ({ before, after }: DeadlineMove): string => earliest((after ?? before)?.due ?? '');
