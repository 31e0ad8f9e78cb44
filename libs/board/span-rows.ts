import type { Deadline } from '#domain/deadline/deadline.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import type { Span } from '#domain/dossier/spans.js';
import type { GrantView, Standing } from '#domain/dossier/standing.js';
import { fold } from '#domain/text/fold.js';

/** A span as its table holds it, but for the dossier and the positions; everything else follows from `body`. */
export interface SpanRow {
  from_day: string;
  to_day: string;
  body: Standing | Deadline;
}

/** With the columns that lists filter and sort by. */
export const dossierRows = (spans: readonly Span<Standing>[]): SpanRow[] =>
  spans.map(({ from, to, value }) => ({
    from_day: from,
    to_day: to,
    status: value.status,
    confirmed: value.confirmed,
    expiring: value.expiring,
    stale: value.stale,
    grant_end: soonestEnd(value.grants),
    service: fold(value.service?.name ?? ''),
    depends_on: value.dependsOn,
    body: value,
  }));

export const deadlineRows = (spansByKey: ReadonlyMap<string, readonly Span<Deadline>[]>): SpanRow[] =>
  [...spansByKey].flatMap(([key, spans]) =>
    spans.map(({ from, to, value }) => ({
      key,
      from_day: from,
      to_day: to,
      kind: value.kind,
      state: value.state,
      due_earliest: earliest(value.due),
      due_latest: latest(value.due),
      lapses: value.lapses,
      body: value,
    })),
  );

function soonestEnd(grants: readonly GrantView[]): string | null {
  const ends = grants.flatMap(({ state, validUntil }) =>
    (state === 'in-force' || state === 'suspended') && validUntil ? [latest(validUntil)] : [],
  );
  return ends.sort()[0] ?? null;
}
