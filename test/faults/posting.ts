import type { Dice } from '#test/dice.js';
import { type Attempt, csvOf, draft, type RestTarget, type Subject, type Way } from './operations.js';

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
