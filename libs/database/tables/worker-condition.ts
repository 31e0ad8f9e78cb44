import type { Generated } from 'kysely';

/** What hinders a worker, as it told last. */
export interface WorkerConditionTable {
  worker: string;
  code: 'worker-clock' | 'queue-unreachable' | 'attempts-unrecorded' | 'worker-silent';
  detail: object;
  reported_at: Generated<Date>;
}
