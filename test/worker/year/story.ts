import { acknowledgeByLink, acknowledge, snoozeByLink } from './answers.js';
import type { Member } from './cast.js';
import { correctionOf, recordOn } from './recording.js';
import type { About } from './told.js';
import type { World } from './world.js';

/** Something that somebody does in the year. */
export interface Deed {
  /** On a wall in Paris. */
  at: string;
  what: string;
  does: (world: World) => Promise<unknown>;
  /** What is not told from then on. */
  ends?: (about: About) => boolean;
  /** It was an answer: whoever subscribed by other keys is told on. */
  endsFor?: Member['owner'];
}

export interface Done {
  at: Date;
  what: string;
}

const about =
  (kind: string, title: string, due?: string) =>
  (one: About): boolean =>
    one.kind === kind && one.title === title && (due === undefined || one.due === due);

const anssi = { kind: 'decision', publisher: 'ANSSI' };
const set = (key: string, due: string, reason: string) => ({ type: 'DeadlineSet', data: { key, due, reason } });
const met = (key: string) => ({ type: 'DeadlineMet', data: { key } });

const HOSTED = 'Hosted Private Cloud powered by VMware';
const BARE_METAL = 'Bare Metal Pod';
const PLATFORM = 'SNC Cloud Platform';
const ON_DEMAND = 'IaaS Cloud on Demand';
const BLEU = 'Bleu cloud platform';
const CEGEDIM = 'CegNumCloud Secured IaaS';
const OODRIVE = 'Oodrive Work, Meet and Work_Share';

export const story: readonly Deed[] = [
  {
    at: '2026-11-27 10:00',
    what: 'The officer acknowledges the end of 2279, by the link in the mail: her boss is not told of that one',
    does: (world) => acknowledgeByLink(world, about('grant-end', '2279')),
  },
  {
    at: '2026-12-01 10:00',
    what: 'The officer acknowledges, as a program would, that 2118 has ended: its overdue reminders stop, for her and for her boss',
    does: (world) => acknowledge(world, about('grant-end', '2118')),
    ends: about('grant-end', '2118'),
    endsFor: 'officer',
  },
  {
    at: '2026-12-10 14:00',
    what: '3DS Outscale is qualified again, after ten days without: what builds on it has nothing more to fear',
    does: (world) =>
      recordOn(world, ON_DEMAND, {
        type: 'GrantIssued',
        occurred: '2026-12-10',
        source: anssi,
        data: { decision: '4102', validFrom: '2026-12-10', validUntil: '2029-12-10' },
      }),
    ends: (one) => about('grant-end', '2118')(one) || about('dependency-end', '2118')(one),
  },
  {
    at: '2026-12-23 11:00',
    what: 'OVHcloud’s 2279 is followed by 4117, with a reservation: nobody is told of the end of 2279 any more',
    does: (world) =>
      recordOn(world, HOSTED, {
        type: 'GrantIssued',
        occurred: '2026-12-21',
        source: anssi,
        data: {
          decision: '4117',
          validFrom: '2026-12-30',
          validUntil: '2029-12-29',
          reservations: [{ text: 'Logs of the administrators', due: '2027-06' }],
        },
      }),
    ends: about('grant-end', '2279'),
  },
  {
    at: '2027-01-05 11:00',
    what: 'The officer sets a deadline for Bleu: answer ANSSI by 15 February',
    does: (world) => recordOn(world, BLEU, set('answer-anssi', '2027-02-15', 'Answer ANSSI on J2')),
  },
  {
    at: '2027-01-20 11:00',
    what: 'The press says that Bleu now aims at the second half of 2027; that is news, so silence counts from here',
    does: (world) =>
      recordOn(world, BLEU, {
        type: 'TargetSet',
        occurred: '2027-01-20',
        source: { kind: 'press', publisher: 'Clubic' },
        data: { milestone: 'J3', target: '2027-H2' },
      }),
  },
  {
    at: '2027-02-03 11:00',
    what: 'ANSSI gives Bleu until 1 March: the deadline moves, and everybody is told once that 26 days are left',
    does: (world) => recordOn(world, BLEU, { type: 'DeadlineMoved', data: { key: 'answer-anssi', due: '2027-03-01' } }),
    ends: about('officer-set', 'Answer ANSSI on J2', '2027-02-15'),
  },
  {
    at: '2027-02-17 11:00',
    what: 'Bleu has answered: the deadline is met',
    does: (world) => recordOn(world, BLEU, met('answer-anssi')),
    ends: about('officer-set', 'Answer ANSSI on J2'),
  },
  {
    at: '2027-03-01 11:00',
    what: 'The officer sets a deadline for the Bare Metal Pod: the audit report by 2 April',
    does: (world) => recordOn(world, BARE_METAL, set('audit-report', '2027-04-02', 'Report of the audit')),
  },
  {
    at: '2027-04-09 10:00',
    what: 'The officer acknowledges that the audit report is late: no more of it, for her and for her boss',
    does: (world) => acknowledgeByLink(world, about('officer-set', 'Report of the audit')),
    ends: about('officer-set', 'Report of the audit'),
    endsFor: 'officer',
  },
  {
    at: '2027-04-20 11:00',
    what: 'The audit report is in',
    does: (world) => recordOn(world, BARE_METAL, met('audit-report')),
  },
  {
    at: '2027-05-20 11:00',
    what: 'ANSSI lifts the reservation of 4117',
    does: (world) =>
      recordOn(world, HOSTED, {
        type: 'ReservationLifted',
        occurred: '2027-05-20',
        source: anssi,
        data: { decision: '4117' },
      }),
    ends: about('reservation', 'Logs of the administrators'),
  },
  {
    at: '2027-07-13 15:30',
    what: 'On the eve of the national day, the officer sets a deadline three days ahead: the incident note by Friday',
    does: (world) => recordOn(world, ON_DEMAND, set('incident-note', '2027-07-16', 'Incident note')),
  },
  {
    at: '2027-07-16 10:30',
    what: 'The incident note is out, before it is nine in New York',
    does: (world) => recordOn(world, ON_DEMAND, met('incident-note')),
    ends: about('officer-set', 'Incident note'),
  },
  {
    at: '2027-07-20 11:00',
    what: 'The end of Oodrive’s grant was misread: it is 25 February 2028, a month later',
    does: (world) => correctionOf(world, OODRIVE, 'RegisterObserved', { validUntil: '2028-02-25' }),
    ends: ({ kind, due }) => kind === 'grant-end' && due === '2028-01-25',
  },
  {
    at: '2027-09-15 11:00',
    what: 'OVHcloud asks for the renewal of 3393, long before it must',
    does: (world) =>
      recordOn(world, PLATFORM, {
        type: 'ApplicationFiled',
        occurred: '2027-09-15',
        source: { kind: 'company', publisher: 'OVHcloud' },
        data: {},
      }),
    ends: about('renewal-window', '3393'),
  },
  {
    at: '2027-09-17 10:00',
    what: 'The officer snoozes the silence of Bleu until 12 October, by the link in the mail',
    does: (world) =>
      snoozeByLink(world, ({ kind, provider }) => kind === 'staleness' && provider === 'Bleu', '2027-10-12'),
  },
  {
    at: '2027-10-20 11:00',
    what: 'ANSSI withdraws Cegedim.cloud’s 1951: its end is no deadline any more',
    does: (world) =>
      recordOn(world, CEGEDIM, {
        type: 'GrantWithdrawn',
        occurred: '2027-10-20',
        source: anssi,
        data: { decision: '1951' },
      }),
    ends: about('grant-end', '1951'),
  },
];
