import { dayIn } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import type { Contradiction } from '../dossier/warning.js';
import { authorizationsIn } from './authorizations.js';
import { said, type Entry } from './said.js';

/** @param known what had happened by a day */
export const sharesAboveWhole = (known: readonly Entry[]): Contradiction[] =>
  said(known, 'OwnershipDeclared').flatMap(({ holders, event }) => {
    const whole = Math.round(holders.reduce((sum, { share = 0 }) => sum + share, 0) * 100) / 100;
    return whole > 100
      ? [{ code: 'shares-above-whole', text: `the holders' shares come to ${whole} %`, events: [event] }]
      : [];
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
        text: `${one.title}: obtained ${one.occurred ?? ''}, yet said to be still expected ${occurred ?? ''}`,
        events: [one.event, event],
      })),
  );
}

/** Where the day begins first: what is later than the day there has happened nowhere. */
const FIRST_ZONE = 'Pacific/Kiritimati';

/** Recorded before it can have happened. Told at every day asked about, since before its own it shows nowhere else. */
export const recordedAhead = (live: readonly Entry[]): Contradiction[] =>
  live
    .filter(({ event, recordedAt }) => event.occurred && earliest(event.occurred) > dayIn(FIRST_ZONE, recordedAt))
    .map(({ id, event, recordedAt }) => ({
      code: 'in-the-future',
      text: `dated ${event.occurred ?? ''}, and recorded on ${dayIn('UTC', recordedAt)}: before it happened`,
      events: [id],
    }));
