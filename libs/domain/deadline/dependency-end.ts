import type { Standpoint, Status } from '../dossier/status.js';
import type { Deadline } from './deadline.js';

/** The end of a grant is a deadline of every dossier that builds on it, too, as long as that is alive. */
export const dependencyEnd = (dependent: string, end: Deadline): Deadline => ({
  ...end,
  key: `dependency-end/${dependent}/${end.key}`,
  kind: 'dependency-end',
});

const OVER: ReadonlySet<Status> = new Set(['expired', 'lapsed', 'withdrawn', 'refused', 'abandoned']);

/** Whether a dossier has something to lose: a grant, or one that it is after. What is over does not end once more. */
export const isAliveIn = ({ status }: Pick<Standpoint, 'status'>): boolean => !OVER.has(status);
