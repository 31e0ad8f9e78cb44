import { realLedger } from '#test/board.js';
import { acknowledgeByLink, acknowledge, snoozeByLink, type About } from './told.js';
import {
  type Member,
  correctionOf,
  recordOn,
  type World,
  recordAtClockTime,
  settle,
  turnTo,
  assertDone,
  subscribeAll,
} from './world.js';
import { dayAfter, instantAt, onTheWall } from './wall-time.js';

/** An action in the year. */
export interface Deed {
  /** Local time in Paris. */
  at: string;
  what: string;
  does: (world: World) => Promise<unknown>;
  /** The deadlines that no reminder mentions from then on. */
  ends?: (about: About) => boolean;
  /** The owner of the key that acknowledged: subscribers with other keys still get reminders. */
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
    what: 'The officer acknowledges the expiry of grant 2279 by the link in the mail; it is not escalated to her manager',
    does: (world) => acknowledgeByLink(world, about('grant-end', '2279')),
  },
  {
    at: '2026-12-01 10:00',
    what: 'The officer acknowledges the expiry of grant 2118 over REST; overdue reminders stop for her and her manager',
    does: (world) => acknowledge(world, about('grant-end', '2118')),
    ends: about('grant-end', '2118'),
    endsFor: 'officer',
  },
  {
    at: '2026-12-10 14:00',
    what: '3DS Outscale is qualified again after a gap of ten days; its dependent services are no longer at risk',
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
    what: 'Grant 4117 of OVHcloud replaces 2279, with a reservation; reminders of the expiry of 2279 stop',
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
    what: 'The officer sets a deadline for Bleu: answer ANSSI by 15 February 2027',
    does: (world) => recordOn(world, BLEU, set('answer-anssi', '2027-02-15', 'Answer ANSSI on J2')),
  },
  {
    at: '2027-01-20 11:00',
    what: 'The press reports that Bleu targets the second half of 2027; the inactivity period restarts',
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
    what: 'ANSSI extends the deadline of Bleu to 1 March; each subscriber gets one reminder, 26 days before',
    does: (world) => recordOn(world, BLEU, { type: 'DeadlineMoved', data: { key: 'answer-anssi', due: '2027-03-01' } }),
    ends: about('officer-set', 'Answer ANSSI on J2', '2027-02-15'),
  },
  {
    at: '2027-02-17 11:00',
    what: 'Bleu has answered ANSSI; the deadline is met',
    does: (world) => recordOn(world, BLEU, met('answer-anssi')),
    ends: about('officer-set', 'Answer ANSSI on J2'),
  },
  {
    at: '2027-03-01 11:00',
    what: 'The officer sets a deadline for Bare Metal Pod: audit report by 2 April',
    does: (world) => recordOn(world, BARE_METAL, set('audit-report', '2027-04-02', 'Report of the audit')),
  },
  {
    at: '2027-04-09 10:00',
    what: 'The officer acknowledges that the audit report is overdue; reminders stop for her and her manager',
    does: (world) => acknowledgeByLink(world, about('officer-set', 'Report of the audit')),
    ends: about('officer-set', 'Report of the audit'),
    endsFor: 'officer',
  },
  {
    at: '2027-04-20 11:00',
    what: 'The audit report is received; the deadline is met',
    does: (world) => recordOn(world, BARE_METAL, met('audit-report')),
  },
  {
    at: '2027-05-20 11:00',
    what: 'ANSSI lifts the reservation of grant 4117',
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
    what: 'The day before Bastille Day, the officer sets a deadline in three days: incident note by Friday',
    does: (world) => recordOn(world, ON_DEMAND, set('incident-note', '2027-07-16', 'Incident note')),
  },
  {
    at: '2027-07-16 10:30',
    what: 'The incident note is published before 9:00 in New York; the deadline is met',
    does: (world) => recordOn(world, ON_DEMAND, met('incident-note')),
    ends: about('officer-set', 'Incident note'),
  },
  {
    at: '2027-07-20 11:00',
    what: 'The expiry date of Oodrive’s grant is corrected to 25 February 2028, one month later',
    does: (world) => correctionOf(world, OODRIVE, 'RegisterObserved', { validUntil: '2028-02-25' }),
    ends: ({ kind, due }) => kind === 'grant-end' && due === '2028-01-25',
  },
  {
    at: '2027-09-15 11:00',
    what: 'OVHcloud applies for the renewal of grant 3393 well before its renewal window closes',
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
    what: 'The officer snoozes the inactivity reminder of Bleu until 12 October by the link in the mail',
    does: (world) =>
      snoozeByLink(world, ({ kind, provider }) => kind === 'staleness' && provider === 'Bleu', '2027-10-12'),
  },
  {
    at: '2027-10-20 11:00',
    what: 'ANSSI withdraws grant 1951 of Cegedim.cloud; its expiry is no longer a deadline',
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

const PARIS = 'Europe/Paris';
const MINUTE_MS = 60_000;

/** Half past eight in Paris. */
export const BEGINNING = instantAt('2026-11-25 08:30', PARIS);
const END = instantAt('2027-11-25 23:00', PARIS);

/** The real ledger, the subscriptions, and a year, day by day, in which what the story tells is done. */
export async function live(world: World): Promise<Done[]> {
  await recordAtClockTime(world);
  assertDone(await world.officer.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' }));
  await settle(world);
  await subscribeAll(world);
  const done: Done[] = [];
  for (let next = await momentAfter(world); next.at < END; next = await momentAfter(world)) {
    await turnTo(world, next.at);
    if (!next.deed) continue;
    await next.deed.does(world);
    await settle(world);
    done.push({ at: next.at, what: next.deed.what });
  }
  return done;
}

interface Moment {
  at: Date;
  deed?: Deed;
}

/**
 * Where the clock goes next: to one minute to nine in Paris, of every day; to what the story tells; and for every reminder
 * that is planned, to the minute before and to its own. One that came on another would show when it came.
 */
async function momentAfter(world: World): Promise<Moment> {
  const now = world.clock.now();
  const planned = await world.database.app
    .selectFrom('reminder')
    .select(({ fn }) => fn.min('fire_at').as('at'))
    .where('state', '=', 'planned')
    .executeTakeFirst();
  const moments: Moment[] = [nextMorning(now), ...story.map((deed) => ({ at: instantAt(deed.at, PARIS), deed }))];
  if (planned?.at) moments.push({ at: planned.at }, { at: new Date(planned.at.getTime() - MINUTE_MS) });
  return moments.filter(({ at }) => at > now).sort((a, b) => a.at.getTime() - b.at.getTime())[0]!;
}

function nextMorning(now: Date): Moment {
  const today = onTheWall(now, PARIS).slice(0, 10);
  const [first, second] = [today, dayAfter(today)].map((day) => ({ at: instantAt(`${day} 08:59`, PARIS) }));
  return first!.at > now ? first! : second!;
}
