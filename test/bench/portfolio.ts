import type { LedgerDatabase } from '#database/connection.js';
import { type Day, addDays } from '#domain/date/day.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, providerStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import type { EventStore } from '#event-store/event-store.js';
import { type Confirmed, insertConfirmed } from '#test/confirmed-subscriptions.js';
import { Dice } from '#test/dice.js';
import { asAimedAt, dayBetween } from './generated-lives.js';

/** A Wednesday, in winter: nine o'clock in Paris is eight in Greenwich. Everything here happens on it. */
export const TODAY: Day = '2026-11-25';
export const BEFORE_NINE = new Date(`${TODAY}T07:00:00Z`);
export const AFTER_NINE = new Date(`${TODAY}T08:30:00Z`);
/** Since then all subscribers are there. */
const CONFIRMED = new Date('2026-01-05T10:00:00Z');

/** Opens the secrets of webhooks; no secret at all. */
export const SECRET = 'bench_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';

const OF_A_PROVIDER = 20;
const AT_ONCE = 1_000;
const DEPENDING = 0.06;

interface Kind {
  scheme: string;
  life: Life;
}

/** Of twenty, eleven are qualified, four on their way and five host health data. */
const kindOf = (nth: number): Kind => {
  const place = (nth * 7) % OF_A_PROVIDER;
  if (place < 11) return QUALIFIED;
  return place < 15 ? APPLYING : HOSTING;
};

interface Dossier {
  id: string;
  provider: string;
  events: { id: string; event: LedgerEvent }[];
  /** The event that issued its grant, if it is one that SecNumCloud qualified. */
  grant: string | undefined;
}

export interface Grant {
  stream: string;
  event: string;
}

/** Records a portfolio as fast as the ledger takes it. @returns the qualifications, whose ends may move */
export async function recordPortfolio(events: EventStore<LedgerEvent>, count: number, seed: number): Promise<Grant[]> {
  const grants: Grant[] = [];
  let pending: Dossier[] = [];
  const flush = async (): Promise<void> => {
    await events.append([...registrations(pending), ...pending.map(streamOf)], { actor: 'bench' });
    pending = [];
  };
  for (const dossier of portfolio(count, seed)) {
    pending.push(dossier);
    if (dossier.grant !== undefined) grants.push({ stream: dossierStream(dossier.id), event: dossier.grant });
    if (pending.length === AT_ONCE) await flush();
  }
  if (pending.length > 0) await flush();
  return grants;
}

function* portfolio(count: number, seed: number): Generator<Dossier> {
  let earlier: string | undefined = undefined;
  for (let nth = 0; nth < count; nth++) {
    const dice = Dice.of(seed, nth);
    const { scheme, life } = kindOf(nth);
    const provider = uuidOf('bench provider', String(Math.floor(nth / OF_A_PROVIDER)));
    const id = uuidOf('bench dossier', String(nth));
    const lived = life(id, dice);
    const opened = { type: 'DossierOpened', data: { provider, scheme, service: `Service ${nth}` } } as const;
    const events: Dossier['events'] = [{ id: uuidOf('bench opened', id), event: opened }, ...lived];
    if (earlier !== undefined && dice.chance(DEPENDING)) events.push(dependency(id, earlier));
    const issued = life === qualified ? lived.find(({ event }) => event.type === 'GrantIssued')?.id : undefined;
    yield { id, provider, events, grant: issued };
    if (issued !== undefined) earlier = id;
  }
}

const dependency = (id: string, dependsOn: string) => ({
  id: uuidOf('bench dependency', id),
  event: fact('DependencyDeclared', '2026-01-10', { dependsOn }, 'company'),
});

const streamOf = ({ id, events }: Dossier) => ({ stream: dossierStream(id), expected: 0, events });

const registrations = (dossiers: readonly Dossier[]) =>
  [...new Set(dossiers.map(({ provider }) => provider))].map((provider) => ({
    stream: providerStream(provider),
    expected: 0,
    events: [
      {
        id: uuidOf('bench registered', provider),
        event: { type: 'ProviderRegistered', data: { name: `Provider ${provider.slice(0, 8)}` } } as const,
      },
    ],
  }));

interface Recording {
  id: string;
  event: DossierEvent;
}

/** What happens to the dossiers, in four or five events each. */
type Life = (dossier: string, dice: Dice) => Recording[];

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

export type Subscriber = Pick<Confirmed, 'channel' | 'target' | 'filter'>;

/** Subscribers as they are once they have confirmed, of ten owners, one in two English. */
export async function subscribe(
  db: LedgerDatabase,
  subscribers: readonly Subscriber[],
  confirmedAt = CONFIRMED,
): Promise<void> {
  const confirmed = subscribers.map((subscriber, index): Confirmed => ({
    ...subscriber,
    id: uuidOf('bench subscriber', confirmedAt.toISOString(), String(index)),
    language: index % 2 === 0 ? 'fr' : 'en',
    owner: `key:${index % 10} bench`,
  }));
  await insertConfirmed(db, confirmed, { at: confirmedAt, since: 0, secret: SECRET });
}

const QUALIFIED: Kind = { scheme: 'secnumcloud', life: qualified };
const APPLYING: Kind = { scheme: 'secnumcloud', life: applying };
const HOSTING: Kind = { scheme: 'hds', life: hosting };
