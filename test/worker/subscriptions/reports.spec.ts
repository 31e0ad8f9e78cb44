import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { RecipientPreferences } from '#subscriptions/preferences.js';
import { Reports } from '#subscriptions/reports.js';
import { fact, uuid } from '#test/events.js';
import { ownerIn } from '#test/people.js';
import { startSmtpReceiver, type SmtpReceiver } from '#test/smtp-receiver.js';
import { until } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';
import { SavedViews } from '#views/saved-views.js';
import { Scheduler } from '../../../apps/worker/scheduler.js';

const [base, claimed] = [uuid(1), uuid(2)];
let jalon: Working;
let smtp: SmtpReceiver;
let workers: Awaited<ReturnType<Working['work']>>[];
let owner: string;
let report: { account: string; view: string };

beforeAll(async () => {
  smtp = await startSmtpReceiver();
  const env = { SMTP_URL: smtp.url, MAIL_FROM: 'jalon@example.org', JALON_TIMEZONE: 'Indian/Reunion' };
  jalon = await prepareWorking('2026-10-20T10:00:00Z', env);
  const granted = { decision: '1', validFrom: '2024-01-01', validUntil: '2027-01-31' };
  await jalon.record(base, { id: uuid(11), event: fact('GrantIssued', '2024-01-01', granted) });
  await jalon.record(claimed, { id: uuid(12), event: fact('ApplicationFiled', '2025-01-01', {}) });
  workers = [await jalon.work(), await jalon.work()];
  owner = await ownerIn(jalon.database.app, 'officer@example.org');
  const services = [base, claimed].map((dossier) => ({ dossier, usedFor: '' }));
  const saved = { name: 'My services', address: { path: '/', query: '' }, shared: false, services };
  const { id: view } = await jalon.database.app.transaction().execute(() => workers[0]!.get(SavedViews).save(saved, owner));
  report = { account: owner.split(':')[1]!, view };
  await Promise.all(workers.map((worker) => worker.get(Reports).begin(report, 'old@example.org', 'en')));
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

const planned = async () =>
  (await jalon.database.app.selectFrom('delivery').select('reference').where('kind', '=', 'report').execute()).length;

describe('a monthly report of a view of services', () => {
  it('is sent once at nine o’clock of the first, of a quiet month, too', async () => {
    await at('2026-11-01T04:55:00Z'); // 08:55 in Reunion
    expect(await planned()).toBe(0);
    await at('2026-11-01T05:01:00Z');
    await until(async () => (await planned()) === 1);
    const [mail] = await smtp.waitFor(1);
    expect(mail!.to).toEqual(['officer@example.org']); // of the account now
    const { subject, text = '', html } = mail!.parsed;
    expect(subject).toBe('My services: report for October 2026');
    expect(html).toContain('Nothing changed');
    expect(text).toContain('Ends next');
  });
});
