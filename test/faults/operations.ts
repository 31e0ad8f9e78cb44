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
function csvOf(rows: readonly { subject: Subject; draft: Draft }[]): string {
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

interface RestTarget {
  apis: string[];
  key: string;
  patienceMs: number;
}

export interface LedgerTarget {
  database: string;
  patienceMs: number;
}

/** How an attempt went. `lost`: no answer, or one that says to repeat it. */
type Attempt =
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

const IMPORTS = 0.06;
const MOST_ROWS = 30;
const VERSIONED = 0.15;
/** So many attempts are given up within milliseconds, and mostly recorded nevertheless. */
const HASTY = 0.03;
const HASTY_MS = 30;
const KNOWN_CODES = new Set(['stale-version', 'conflict', 'too-many-requests']);

/** As a client of the REST API writes: lone events with an `Idempotency-Key`, some with `If-Match`, and small CSV files. */
export function posting({ apis, key, patienceMs }: RestTarget): Way {
  /** As answers told; others may have recorded since. */
  const versions = new Map<string, number>();

  const send = async (dice: Dice, path: string, headers: Record<string, string>, body: string) => {
    const request = { method: 'POST', headers: { authorization: `Bearer ${key}`, ...headers }, body };
    try {
      const answer = await fetch(`${dice.pick(apis as [string])}${path}`, {
        ...request,
        signal: AbortSignal.timeout(dice.chance(HASTY) ? dice.between(1, HASTY_MS) : patienceMs),
      });
      const said = (await answer.json()) as Record<string, unknown>;
      return { status: answer.status, said, replayed: answer.headers.has('idempotency-replayed') };
    } catch {
      return undefined; // refused, reset or out of time: the outcome is unknown
    }
  };
  type Answered = NonNullable<Awaited<ReturnType<typeof send>>>;
  const attempted = (answer: Answered | undefined, accept: (answer: Answered) => Attempt): Attempt => {
    if (!answer || answer.status >= 500) return { outcome: 'lost' };
    if (answer.status < 300) return accept(answer);
    const code = String(answer.said['code']);
    if (!KNOWN_CODES.has(code)) throw new Error(`${answer.status}: ${JSON.stringify(answer.said)}`);
    return code === 'stale-version' ? { outcome: 'refused' } : { outcome: 'lost' };
  };

  const importing = (id: string, dice: Dice, subjects: readonly Subject[]) => {
    const rows = Array.from({ length: dice.between(2, MOST_ROWS) }, (_, nth) => ({
      subject: dice.pick(subjects as [Subject]),
      draft: draft(`${id}-${nth}`, dice),
    }));
    const file = csvOf(rows);
    return {
      how: 'import' as const,
      marks: rows.map((row) => row.draft.data['title']!),
      attempt: async () =>
        attempted(await send(dice, '/v1/imports', { 'content-type': 'text/csv' }, file), ({ said }) => {
          const [recorded, replayed] = [Number(said['recorded']), Number(said['replayed'])];
          if (recorded + replayed !== rows.length) throw new Error(`${rows.length} rows: ${JSON.stringify(said)}`);
          return { outcome: 'acknowledged', replayed: replayed > 0 };
        }),
    };
  };

  const lone = (id: string, dice: Dice, subjects: readonly Subject[]) => {
    const subject = dice.pick(subjects as [Subject]);
    const mark = `${id}-0`;
    const body = JSON.stringify(draft(mark, dice));
    const version = dice.chance(VERSIONED) ? versions.get(subject.id) : undefined;
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': id,
      ...(version !== undefined && { 'if-match': `"${version}"` }),
    };
    return {
      how: 'post' as const,
      marks: [mark],
      attempt: async () =>
        attempted(await send(dice, `/v1/dossiers/${subject.id}/events`, headers, body), ({ said, replayed }) => {
          versions.set(subject.id, Number(said['version']));
          return { outcome: 'acknowledged', replayed, positions: [Number(said['position'])] };
        }),
    };
  };

  return {
    plan: (id, dice, subjects) => (dice.chance(IMPORTS) ? importing : lone)(id, dice, subjects),
    close: () => Promise.resolve(),
  };
}
