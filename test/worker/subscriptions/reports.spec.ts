import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { RecipientPreferences } from '#subscriptions/subscriptions.js';
import { Reports } from '#subscriptions/reports.js';
import { fact, uuid } from '#test/events.js';
import { ownerIn } from '#test/people.js';
import { startSmtpReceiver, type SmtpReceiver } from '#test/smtp-receiver.js';
import { prepareWorking, type Working } from '#test/working.js';
import { SavedViews } from '#views/saved-views.js';
import { Scheduler } from '../../../apps/worker/scheduler.js';

const [base, claimed] = [uuid(1), uuid(2)];
let jalon: Working;
let smtp: SmtpReceiver;
let workers: Awaited<ReturnType<Working['work']>>[];
let owner: string;
let account: string;
let view: string;

beforeAll(async () => {
  smtp = await startSmtpReceiver();
  const env = { SMTP_URL: smtp.url, MAIL_FROM: 'jalon@example.org', JALON_TIMEZONE: 'Indian/Reunion' };
  jalon = await prepareWorking('2031-09-20T10:00:00Z', env);
  const granted = { decision: '1', validFrom: '2024-01-01', validUntil: '2032-01-29' };
  await jalon.record(base, { id: uuid(11), event: fact('GrantIssued', '2024-01-01', granted) });
  await jalon.record(claimed, { id: uuid(12), event: fact('ApplicationFiled', '2025-01-01', {}) });
  workers = [await jalon.work(), await jalon.work()];
  owner = await ownerIn(jalon.database.app, 'officer@example.org');
  const services = [base, claimed].map((dossier) => ({ dossier, usedFor: '' }));
  const saved = { name: 'My services', address: { path: '/', query: '' }, shared: false, services };
  ({ id: view } = await workers[0]!.get(SavedViews).save(saved, owner));
  account = owner.split(':')[1]!;
  await Promise.all(
    workers.map((worker) => worker.get(Reports).begin({ id: account, email: 'old@example.org' }, view, 'en')),
  );
}, 120_000);
afterAll(async () => {
  await jalon.close();
  await smtp.close();
});

const reconcile = () => Promise.all(workers.map((worker) => worker.get(Scheduler).reconcile()));

/** Forward to an instant; what was due before has been planned. */
async function at(instant: string): Promise<void> {
  jalon.clock.forward(Date.parse(instant) - jalon.clock.now().getTime());
  await reconcile();
}

const texts = async (count: number) =>
  (await smtp.waitFor(count)).map(({ parsed }) => `${parsed.subject}\n${parsed.text}`);

/** What a mail lists under a heading. */
const under = (heading: string, text = '') => text.split(`\n${heading}\n`)[1]?.split(/\n\n(?!\*)/)[0] ?? '';

describe('a monthly report of a view of services', () => {
  it('is sent once at nine o’clock of the first, by whichever worker, and tells what is due and what changed', async () => {
    await at('2031-10-01T04:55:00Z'); // 08:55 in Réunion
    await at('2031-10-01T05:01:00Z');
    const [text] = await texts(1);
    expect(smtp.received[0]!.to).toEqual(['officer@example.org']); // of the account by now
    expect(text).toMatch(/^My services: report for September 2031\n/);
    expect(text).toContain('On 1 October 2031: 1 not granted yet\n  1 in force beyond 90 days');
    expect(under('Changed in September 2031 (2)', text)).toMatch(/Outscale, IaaS .*\n.*qualified.*\n.*new among/);
    expect(under('Ends next', text)).toContain('in force until 29 January 2032');
    expect(smtp.received[0]!.parsed.html).toContain('class="large"');
  });

  it('says in one sentence that a month was quiet', async () => {
    await at('2031-11-01T06:00:00Z');
    const [, text] = await texts(2);
    expect(text).toContain('Nothing changed in October 2031: no event was recorded');
    expect(text).toContain('On 1 November 2031: 1 ending within 90 days, directly or through a dependency');
  });

  it('is caught up once after an outage, and tells claims as claims', async () => {
    const data = { milestone: 'J3', decision: '2', validFrom: '2032-01-05' };
    await Promise.all(workers.map((worker) => worker.close()));
    jalon.clock.forward(Date.parse('2032-01-06T06:00:00Z') - jalon.clock.now().getTime());
    await jalon.record(claimed, { id: uuid(13), event: fact('GrantIssued', '2032-01-05', data, 'company') });
    workers = [await jalon.work(), await jalon.work()];
    const [, , caughtUp] = await texts(3);
    expect(caughtUp).toMatch(/^My services: report for December 2031\nMy[^]*On 6 January 2032/);
    expect(caughtUp).toContain('of those in force, 1 not confirmed by the authority');
    await at('2032-02-10T12:00:00Z');
    const [, , , text] = await texts(4);
    expect(text).toMatch(/^My services: report for January 2032\n/);
    expect(text).toContain('On 10 February 2032: 1 not in force');
    expect(under('Changed in January 2032 (2)', text)).toMatch(
      /qualified → expired[^]*→ qualified, not confirmed by the authority/,
    );
    expect(under('To look at today (1)', text)).toContain('expired');
  });

  it('ends with the link in the mail, and begins again', async () => {
    const { id } = await jalon.database.app.selectFrom('subscription').select('id').executeTakeFirstOrThrow();
    const { headers } = smtp.received[0]!.parsed;
    expect(JSON.stringify(headers.get('list'))).toContain(`/subscriptions/${id}/unsubscribe?token=`);
    await workers[0]!.get(RecipientPreferences).unsubscribe(id, workers[0]!.get(Secrets).token('unsubscription', id));
    expect(await workers[0]!.get(Reports).isOn(account, view)).toBe(false);
    await at('2032-03-01T06:00:00Z');
    await workers[0]!.get(Reports).begin({ id: account, email: 'officer@example.org' }, view, 'fr');
    await at('2032-04-01T06:00:00Z');
    const [, , , , text] = await texts(5);
    expect(text).toMatch(/^My services\u202f: rapport de mars 2032\n/);
  });

  it('ends with the view', async () => {
    await workers[0]!.get(SavedViews).delete('my-services', { owner, admin: false });
    await at('2032-05-01T06:00:00Z');
    expect(await workers[0]!.get(Reports).isOn(account, view)).toBe(false);
    expect(smtp.received).toHaveLength(5);
  });
});
