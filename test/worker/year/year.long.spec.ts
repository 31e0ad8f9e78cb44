import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isWorkingDay, instantAt, onTheWall } from './wall-time.js';
import { BEGINNING, live, story, type Done } from './story.js';
import { toldIn, type Told, transcriptOf } from './told.js';
import { beginWorld, type World } from './world.js';

/** It takes some 20 s on two cores that have nothing else to do. */
const LONGEST_MS = 600_000;

/** The real ledger from 25 November 2026 for a year. `year.txt` lists the expected reminders. */
describe('in a year over the real ledger', () => {
  let world: World;
  let told: Told[];
  let done: Done[];

  beforeAll(async () => {
    world = await beginWorld(BEGINNING);
    done = await live(world);
    told = await toldIn(world);
  }, LONGEST_MS);
  afterAll(() => world.close());

  const rows = () => world.database.app.selectFrom('reminder').selectAll().execute();
  const dayOf = ({ at, to }: Told): string => onTheWall(at, to.zone).slice(0, 10);

  it('everybody gets the expected reminders on the expected days', async () => {
    const file = await readFile(join(import.meta.dirname, 'year.txt'), 'utf8');
    const expected = file.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(transcriptOf(told, done)).toEqual(expected);
    expect(world.complaints).toEqual([]);
  });

  it('no reminder is sent twice, and no deadline twice on a day', () => {
    const rungs = told.map(({ to, about: { deadline, rung } }) => [to.name, deadline.key, deadline.version, rung]);
    const days = told.map((one) => [one.to.name, one.about.deadline.key, dayOf(one)]);
    for (const keys of [told.map(({ about }) => [about.id]), rungs, days])
      expect(new Set(keys.map((key) => key.join(' '))).size).toBe(told.length);
  });

  it('reminders arrive at 9:00 local time on a working day', () => {
    for (const one of told) {
      expect(onTheWall(one.at, one.to.zone).slice(11)).toBe('09:00');
      expect(isWorkingDay(dayOf(one), one.to.calendar)).toBe(true);
    }
  });

  it('nothing is sent before it is due, and nothing later than in the minute', async () => {
    const due = new Map((await rows()).map(({ id, fire_at }) => [id, fire_at.getTime()]));
    const late = told.map(({ at, about }) => at.getTime() - due.get(about.id)!);
    expect(late.filter((ms) => ms < 0 || ms >= 60_000)).toEqual([]);
  });

  it('no reminder mentions a deadline that is closed, moved or acknowledged', () => {
    for (const { at, what, ends, endsFor } of story) {
      const since = instantAt(at, 'Europe/Paris');
      const still = told.filter((one) => one.at > since && ends?.(one.about) && (!endsFor || one.to.owner === endsFor));
      expect([what, still]).toEqual([what, []]);
    }
  });

  it('reminders due at the same time come in one message, most urgent first', () => {
    const moments = new Map<string, Told[]>();
    for (const one of told) {
      const moment = `${one.to.name} ${onTheWall(one.at, 'UTC')}`;
      moments.set(moment, [...(moments.get(moment) ?? []), one]);
    }
    for (const together of moments.values()) {
      expect(new Set(together.map(({ message }) => message)).size).toBe(1);
      const left = together.toSorted((a, b) => a.place - b.place).map(({ about }) => about.daysLeft);
      expect(left).toEqual(left.toSorted((a, b) => a - b));
    }
  });

  it('a mail names the provider, service, title and due date of each deadline in the language of its recipient', () => {
    for (const one of told.filter(({ to }) => to.asks.channel === 'email')) {
      const mail = world.smtp.received.find(({ parsed }) => parsed.messageId?.includes(one.message))!;
      const text = mail.parsed.text!.replaceAll('\u00a0', ' ');
      const { provider, service, title, due } = one.about;
      for (const words of [provider, service!, title ?? '', inWords(due, one.to.asks.language!)])
        expect(text).toContain(words);
    }
  });

  it('every reminder row has its final state and reason', async () => {
    const counts = new Map<string, number>();
    for (const { state, outcome, because, escalation } of await rows()) {
      const parts = [state, outcome, because === 'ladder' ? null : because, escalation ? 'to the manager' : null];
      const what = parts.filter((part) => part !== null).join(' ');
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      sent: 69,
      'sent to the manager': 7,
      'sent known-late': 3, // Bleu's deadline of 1 March, to both; the incident note, to the client
      'sent snooze': 1,
      planned: 5, // within five weeks: the renewal windows of NumSpot and Outscale, the expiry of 559 and, twice, of Oodrive
      'cancelled met': 31, // 2279, the services that depend on 2118, Bleu's answer, the reservation, the incident note
      'cancelled met to the manager': 15,
      'cancelled deadline-cancelled': 3, // the withdrawal: T-30 to both, T-14
      'superseded moved': 11, // Bleu's deadline of 15 February, ten steps within five weeks; Oodrive's T-180
      'skipped acknowledged': 5, // 2118 at T+7, T+14, T+21; the audit report at T+14, T+21
      'skipped acknowledged to the manager': 12, // 2279 from T-30 on; 2118 from T on; the audit report from T+7 on
      'skipped snoozed': 2, // Bleu's inactivity at T-14, T-7
      'skipped more-urgent': 1, // it expires on a Sunday: T-1 and T both fall on the Friday
      'skipped more-urgent to the manager': 1, // the audit report: T-1 and T, after Easter
      'skipped nobody-told to the manager': 1, // 2118 at T-7, before the first subscription
    });
  });

  it('the officer can read the reason why each of her reminders was sent or not sent', async () => {
    const all = await rows();
    const her = all.find(({ escalation }) => escalation)!.owner;
    const hers = all.filter(({ owner }) => owner === her);
    const whys = await whysOf(world);
    expect(whys.length).toBe(hers.length);
    expect(
      whys.filter(
        (why) =>
          !/^(Sent, scheduled for|Stored without a mail server, scheduled for|Will be sent on|Due on|Not sent on) \d{4}-\d\d-\d\d.*\.$/.test(
            why,
          ),
      ),
    ).toEqual([]);
  });
});

const inWords = (due: string, language: 'fr' | 'en'): string => {
  if (due === '2027-H2') return language === 'fr' ? '2e semestre 2027' : 'second half of 2027';
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const day = due.length > 7 ? ({ day: 'numeric' } as const) : {};
  const [year = 0, month = 1, ofMonth = 1] = due.split('-').map(Number);
  const date = new Date(year, month - 1, ofMonth);
  return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', ...day })
    .format(date)
    .replace(/^1 (?=\D+ )/, language === 'fr' ? '1er ' : '1 ');
};

async function whysOf({ officer }: World): Promise<string[]> {
  const whys: string[] = [];
  for (let path: string | undefined = '/v1/reminders?limit=200'; path;) {
    const { body, headers } = await officer.get(path);
    whys.push(...(body.items as { why: string }[]).map(({ why }) => why));
    const next = /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1];
    path = next?.replace(/^https?:\/\/[^/]+/, '');
  }
  return whys;
}
