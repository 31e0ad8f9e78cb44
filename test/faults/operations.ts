import type { Dice } from '#test/dice.js';
import type { Operation } from './history.js';

const DAY_MS = 86_400_000;

/** A dossier that writers record on, as REST, CSV and the ledger name it. */
export interface Subject {
  id: string;
  provider: string;
  service: string;
}

export interface Draft {
  type: string;
  occurred: string;
  source: { kind: string; publisher: string };
  data: Record<string, string>;
}

/** An event of the last week, which is found by its title. */
export function draft(title: string, dice: Dice): Draft {
  const occurred = new Date(Date.now() - dice.between(0, 6) * DAY_MS).toISOString().slice(0, 10);
  const said = (type: string, kind: string, data: Record<string, string> = {}): Draft => ({
    ...{ type, occurred },
    source: { kind, publisher: kind === 'company' ? 'The company' : 'ANSSI' },
    data: { ...data, title },
  });
  return dice.pick([
    () => said('AnnouncementMade', 'company'),
    () => said('StatementMade', 'company'),
    () => said('ApplicationFiled', 'company'),
    () => said('MilestoneReached', 'company', { milestone: dice.pick(['J0', 'J1', 'J2']) }),
    () => said('TargetSet', 'company', { milestone: 'J3', target: String(dice.between(2028, 2032)) }),
    () => said('RegisterObserved', 'catalogue', { register: 'ANSSI catalogue', listing: 'in-progress' }),
  ])();
}

/** A CSV file with a row for each; its columns are those that any of them has. */
export function csvOf(rows: readonly { subject: Subject; draft: Draft }[]): string {
  const cells = rows.map(({ subject, draft: { type, occurred, source, data } }): Record<string, string> => ({
    ...{ provider: subject.provider, service: subject.service, scheme: 'secnumcloud', type, occurred },
    ...{ source_kind: source.kind, source_publisher: source.publisher, ...data },
  }));
  const columns = [...new Set(cells.flatMap((row) => Object.keys(row)))];
  return [columns, ...cells.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((row) => row.join())
    .join('\n');
}

/** What a process of writers is told. */
export interface WriterTask {
  name: string;
  seed: number;
  /** Where it writes to: over REST, by one of several addresses, or to the ledger itself. */
  to: RestTarget | LedgerTarget;
  subjects: Subject[];
  /** Writers, each of which sends one operation at a time. */
  lanes: number;
  /** One more writer acknowledges before it sends, so often; 0: none. */
  earlyEveryMs: number;
  file: string;
}

export interface RestTarget {
  apis: string[];
  key: string;
  patienceMs: number;
}

export interface LedgerTarget {
  database: string;
  patienceMs: number;
}

/** How an attempt went. `lost`: no answer, or one that says to repeat it. */
export type Attempt =
  | { outcome: 'acknowledged'; replayed: boolean; positions?: number[] }
  | { outcome: 'refused' }
  | { outcome: 'lost' };

/** One way to write. */
export interface Way {
  /** Chooses what the next operation records. Every attempt sends the same. */
  plan(
    id: string,
    dice: Dice,
    subjects: readonly Subject[],
  ): {
    how: Operation['how'];
    marks: string[];
    /** @throws Error for an answer that must not be */
    attempt: () => Promise<Attempt>;
  };
  close(): Promise<void>;
}
