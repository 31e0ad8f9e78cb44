import { fold } from '#domain/text/fold.js';
import { alikeOf } from './alike.js';
import type { Line } from './line.js';
import type { SpanTable } from './span-table.js';
import { urgencyOf } from './urgency.js';

/** The lines of the officers' board: one holds on each day of a dossier. */
export const lineTable: SpanTable<Line> = {
  name: 'board_line',
  owner: 'dossier',
  columns: {
    provider: 'uuid',
    scheme: 'text',
    service: 'text',
    alike: 'int',
    urgency: 'int',
    next_day: 'date',
    news_day: 'date',
    body: 'jsonb',
  },
  valuesOf: (line) => [
    line.provider,
    line.scheme,
    fold(line.service ?? ''),
    String(alikeOf(line)),
    String(urgencyOf(line)),
    line.next?.day ?? null,
    line.news?.day ?? null,
    JSON.stringify(line),
  ],
  textOf: ({
    provider,
    scheme,
    service,
    status,
    confirmed,
    expiring,
    stale,
    grantEnd,
    overdue,
    missed,
    stage,
    next,
    news,
  }) =>
    JSON.stringify([
      ...[provider, scheme, service, status, confirmed, expiring, stale, grantEnd, overdue, missed],
      ...(stage ? [stage.milestone, stage.occurred, stage.confirmed] : [null]),
      ...(next ? [next.key, next.kind, next.due, next.lapses, next.title, next.day] : [null]),
      ...(news ? [news.type, news.occurred, news.day] : [null]),
    ]),
};
