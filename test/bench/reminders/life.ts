import { addDays, type Day } from '#domain/date/day.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { uuidOf } from '#event-store/encoding.js';
import type { Dice } from '#test/dice.js';
import { asAimedAt, dayBetween } from '../generator/dates.js';
import { TODAY } from './today.js';

export interface Recording {
  id: string;
  event: DossierEvent;
}

/** What happens to the dossiers, in four or five events each. */
export type Life = (dossier: string, dice: Dice) => Recording[];

/** Qualified for three years which end some day of the next three years; one in two that end soon has asked again. */
export const qualified: Life = (dossier, dice) => {
  const until = addDays(TODAY, dice.between(-30, 1095));
  const from = addDays(until, -1095);
  const asked = until < addDays(TODAY, 540) && dice.chance(0.5);
  return recordings(dossier, [
    fact('ApplicationFiled', addDays(from, -600), {}, 'company'),
    fact('GrantIssued', from, { ...grant(dice, from, until), authority: 'ANSSI', milestone: 'J3', referential: '3.2' }),
    fact('RegisterObserved', seenBy(from, dice), { register: 'ANSSI', listing: 'granted' }, 'catalogue'),
    ...(asked ? [fact('ApplicationFiled', addDays(TODAY, -dice.between(1, 60)), {}, 'company')] : []),
  ]);
};

/** On its way, with dates that somebody promised. */
export const applying: Life = (dossier, dice) => {
  const filed = addDays(TODAY, -dice.between(30, 400));
  const target = (milestone: string, from: number, to: number) =>
    fact('TargetSet', seenBy(filed, dice), { milestone, target: asAimedAt(someDay(dice, from, to), dice) }, 'company');
  return recordings(dossier, [
    fact('ApplicationFiled', filed, {}, 'company'),
    fact('MilestoneReached', seenBy(filed, dice), { milestone: 'J0' }, 'company'),
    target('J1', -30, 200),
    target('J3', 100, 700),
  ]);
};

/** Certified for health data, and surveyed every year. */
export const hosting: Life = (dossier, dice) => {
  const from = addDays(TODAY, -dice.between(0, 1000));
  const until = addDays(from, 1095);
  return recordings(dossier, [
    fact('ApplicationFiled', addDays(from, -200), { referential: '2.0' }, 'company'),
    fact('GrantIssued', from, { ...grant(dice, from, until), milestone: 'certificate', referential: '2.0' }),
    ...[1, 2]
      .map((year) => addDays(from, 365 * year + dice.between(-40, 20)))
      .filter((day) => day <= TODAY)
      .map((day) => fact('SurveillancePassed', day, { duty: 'surveillance' }, 'company')),
  ]);
};

const grant = (dice: Dice, validFrom: Day, validUntil: Day) => ({
  decision: String(dice.between(100, 99_999)),
  validFrom,
  validUntil,
});

const someDay = (dice: Dice, from: number, to: number): Day => addDays(TODAY, dice.between(from, to));
const seenBy = (from: Day, dice: Dice): Day =>
  dayBetween(from > someDay(dice, -250, -1) ? from : someDay(dice, -250, -1), TODAY, dice);

export const fact = (type: string, occurred: string, data: object, kind = 'decision'): DossierEvent =>
  ({ type, occurred, source: { kind, publisher: kind === 'company' ? 'The host' : 'The authority' }, data }) as never;

const recordings = (dossier: string, events: readonly DossierEvent[]): Recording[] =>
  events.map((event, index) => ({ id: uuidOf('bench', dossier, String(index)), event }));
