import type { Warning } from '#domain/warning/warning.js';

/** The warnings that come up and those that go. */
export interface WarningChanges {
  come: Warning[];
  go: Warning[];
}

export function warningChanges(before: readonly Warning[], after: readonly Warning[]): WarningChanges {
  const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return {
    come: after.filter((warning) => !was.has(keyOf(warning))),
    go: before.filter((warning) => !is.has(keyOf(warning))),
  };
}

const keyOf = ({ code, params, events }: Warning): string => JSON.stringify([code, params, events]);
