interface OnTime {
  position: number;
  recordedAt: Date;
}

/** Events of one stream that were recorded at the same instant: no `knownAt` can tell them apart. */
export interface Moment {
  first: number;
  last: number;
  /** How many events of the stream there are by then. */
  count: number;
}

/** The moments of a stream that end at a position or later. */
export function momentsSince(record: readonly OnTime[], since: number): Moment[] {
  const moments: Moment[] = [];
  let instant: number | undefined;
  for (const [index, { position, recordedAt }] of record.entries()) {
    const current = moments.at(-1);
    if (current && instant === recordedAt.getTime()) Object.assign(current, { last: position, count: index + 1 });
    else moments.push({ first: position, last: position, count: index + 1 });
    instant = recordedAt.getTime();
  }
  return moments.filter(({ last }) => last >= since);
}
