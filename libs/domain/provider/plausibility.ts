import { earliest, latest } from '../date/partial-date.js';
import type { Contradiction } from '../warning/warning.js';
import { authorizationsIn } from './authorizations.js';
import { said, type Entry } from './said.js';

/** @param known what had happened by a day */
export const sharesAboveWhole = (known: readonly Entry[]): Contradiction[] =>
  said(known, 'OwnershipDeclared').flatMap(({ holders, event }) => {
    const whole = Math.round(holders.reduce((sum, { share = 0 }) => sum + share, 0) * 100) / 100;
    return whole > 100 ? [{ code: 'shares-above-whole', params: { total: whole }, events: [event] }] : [];
  });

/** @param known what had happened by a day */
export function obtainedBeforeExpected(known: readonly Entry[]): Contradiction[] {
  const { obtained, fulfilled } = authorizationsIn(known);
  return obtained.flatMap((one) =>
    fulfilled
      .filter(({ event, occurred }) => {
        if (!one.fulfils.includes(event) || !occurred || !one.occurred) return false;
        return latest(one.occurred) < earliest(occurred);
      })
      .map(({ event, occurred }) => ({
        code: 'obtained-before-expected' as const,
        params: { title: one.title, obtained: one.occurred ?? '', expected: occurred ?? '' },
        events: [one.event, event],
      })),
  );
}
