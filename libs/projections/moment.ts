interface OnTime {
  position: number;
  recordedAt: Date;
}

/** What was recorded at one instant: no `knownAt` can tell it apart. */
export interface Moment {
  first: number;
  last: number;
  /** How many events of the stream there are by then. */
  count: number;
}

/**
 * The moments of a stream that end at a position or later.
 *
 * @param besides what else of the ledger matters to the stream from its beginning on: publications of its scheme
 */
export function momentsSince(record: readonly OnTime[], since: number, besides: readonly OnTime[] = []): Moment[] {
  const moments: Moment[] = [];
  let instant: number | undefined;
  let count = 0;
  for (const point of inOrder(record, besides)) {
    if (point.ofStream) count += 1;
    const current = moments.at(-1);
    const { position, recordedAt } = point;
    if (current && instant === recordedAt.getTime()) Object.assign(current, { last: position, count });
    else moments.push({ first: position, last: position, count });
    instant = recordedAt.getTime();
  }
  return moments.filter((moment) => moment.last >= since && moment.count > 0);
}

function inOrder(record: readonly OnTime[], besides: readonly OnTime[]) {
  const points = record.map(({ position, recordedAt }) => ({ position, recordedAt, ofStream: true }));
  if (besides.length === 0) return points;
  points.push(...besides.map(({ position, recordedAt }) => ({ position, recordedAt, ofStream: false })));
  return points.sort((a, b) => a.position - b.position);
}
