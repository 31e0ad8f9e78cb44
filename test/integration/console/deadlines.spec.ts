import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsoleClient, consoleOf, fieldOf } from '#test/console.js';
import { endingGrant, startReminding, listReminders, told } from '#test/reminding.js';
import { startedOnce } from '#test/started.js';

const jalon = startedOnce(() => startReminding());
let officer: ConsoleClient;
let key: string;

/** Begins on a Wednesday, 25 November 2026, at nine in Paris; the grant ends on 9 December. */
beforeAll(async () => {
  ({ key } = await endingGrant(jalon));
  officer = consoleOf(jalon);
  await officer.signIn();
});

const answer = (fields: Record<string, string>, path = '/deadlines') =>
  officer.submit(path, { deadline: key, ...fields });
const states = async () => told(await listReminders(jalon.api, `&deadline=${key}`));

describe('the agenda', () => {
  it('lists deadlines by month, with the remaining days and the reminders sent', async () => {
    const { text, html } = await officer.get('/deadlines');
    expect(text).toContain('December 2026 Due Deadline Dossier Standard Time left Reminders Actions');
    expect(text).toMatch(/9 December 2026 End of validity.*SecNumCloud in 14 days No reminder has been sent yet/);
    expect(text).toContain('Next reminder on 26 November 2026');
    expect(html).toContain('data-live=');
    expect(html).toMatch(/href="\/dossiers\/[\w-]+\/record\/DeadlineSet"/);
    expect(text).toMatch(/Wrong date.*The date follows from the decision\./);
    expect(html).toMatch(/href="\/dossiers\/[\w-]+\/events\/[\w-]+\/correct"/);
  });

  it('can be filtered by URL, and reports unknown values at their fields', async () => {
    expect((await officer.get('/deadlines?kind=target')).text).toContain('none due in this period');
    expect((await officer.get('/deadlines?within=5')).text).toContain('none due in this period');
    const unknown = await officer.get('/deadlines?provider=nobody');
    expect(unknown.status).toBe(404);
    expect(unknown.text).toContain('Provider nobody not found');
    expect(unknown.text).not.toContain('No deadline');
    const calendar = await officer.get('/deadlines/calendar?provider=nobody');
    expect(calendar.html).toMatch(/<details open>[^]*Provider nobody not found/);
    expect(calendar.text).not.toContain('Create the address');
    expect((await officer.get('/deadlines?within=soon')).status).toBe(400);
  });

  it('shows the date of the time bar, without reminders', async () => {
    const { text, html } = await officer.get('/deadlines?asOf=2026-12-20');
    expect(text).toContain('Missed');
    expect(text).toContain('11 days ago');
    expect(text).not.toContain('Next reminder');
    expect(html).toMatch(/href="\/deadlines\/calendar\?asOf=2026-12-20"/);
  });

  it('acknowledges the next reminder before it is sent', async () => {
    const done = await answer({ answer: 'acknowledge' });
    expect(done.text).toContain('Acknowledged on 25 November 2026 by JALON_ADMIN_KEY');
    expect(done.text).not.toContain('Next reminder on 26 November 2026');
    expect((await states()).join('; ')).toMatch(/2026-11-26 skipped/);
    expect((await answer({ answer: 'acknowledge' })).text).toContain('Nothing left to acknowledge.');
  });

  it('snoozes the reminders of a deadline until an allowed date', async () => {
    const late = await answer({ answer: 'snooze', until: '2026-12-24' }, '/deadlines?kind=grant-end');
    expect(late.status).toBe(422);
    expect(late.text).toContain('This date is not allowed. Allowed dates: 26 November 2026 to 9 December 2026.');
    expect(fieldOf(late.html, 'until')).toBe('2026-12-24');
    expect(late.html).toContain('action="/deadlines?kind=grant-end"');
    expect(late.html).toMatch(/role="alert"[^>]* autofocus/);
    const unheard = await officer.post('/deadlines', { deadline: 'a\0b', answer: 'snooze', until: '2026-12-06' });
    expect([unheard.status, unheard.text]).toEqual([422, expect.stringContaining('No change')]);
    expect((await answer({ answer: 'snooze', until: 'soon' })).text).toContain('Invalid date.');
    const done = await answer({ answer: 'snooze', until: '2026-12-06' }, '/deadlines?kind=grant-end');
    expect(done.text).toContain('Reminder snoozed: the next one is due on that day.');
    expect(done.text).toContain('Snoozed until 6 December 2026');
    const before = await states();
    expect(before).toContain('3 2026-12-06 planned snooze');
    await answer({ answer: 'snooze', until: '2026-12-06' });
    const unseen = await answer({ answer: 'snooze', until: '2026-12-05', snoozed: '' });
    expect([unseen.status, unseen.text]).toEqual([422, expect.stringContaining('somebody has changed this deadline')]);
    expect(await states()).toEqual(before);
  });

  it('acknowledges sent reminders once, from the board or the overview too, and shows by whom', async () => {
    await jalon.db.deleteFrom('reminder_answer').execute(); // as if nobody had answered
    await jalon.pass(11); // 6 December
    await jalon.send();
    await officer.signIn(); // the session was over by then
    const { html } = await officer.get('/deadlines');
    expect(html).toContain('value="acknowledge"');
    const action = 'action="/deadlines/acknowledge"';
    for (const list of ['/dossiers', '/']) expect((await officer.get(list)).html).toContain(action);
    const acknowledge = { deadline: key, answer: 'snooze', until: '2026-12-07' };
    const done = await officer.submit('/deadlines/acknowledge', { ...acknowledge, to: '/' });
    expect([done.text, done.html.includes(action)]).toEqual([expect.stringContaining('Deadline acknowledged.'), false]);
    const elsewhere = await officer.post('/deadlines/acknowledge', { ...acknowledge, to: '//elsewhere.example' });
    expect(elsewhere.location).toBe('/?done=nothing');
    expect((await officer.get('/deadlines')).text).toContain('Acknowledged on 6 December 2026 by JALON_ADMIN_KEY');
    expect((await answer({ answer: 'acknowledge' })).text).toContain('Nothing left to acknowledge.');
  });

  it('hides the reminders of other keys, and rejects answers to them', async () => {
    const other = consoleOf(jalon);
    await other.signIn(await jalon.keyWith('record'));
    expect((await other.get('/deadlines')).text).toContain('No reminders for you');
    const before = await states();
    await other.get('/deadlines/calendar');
    expect((await other.post('/deadlines', { deadline: key, answer: 'snooze', until: '2026-12-08' })).status).toBe(422);
    expect(await states()).toEqual(before);
  });
});

describe('a month', () => {
  it('lists its deadlines in every state, those without an exact day among them', async () => {
    const { text, html } = await officer.get('/deadlines?month=2026-12');
    expect(text).toMatch(/Deadlines in December 2026 .*9 December 2026 End of validity/);
    expect(html).toContain('href="/deadlines"');
    expect((await officer.get('/deadlines?month=2026-12&asOf=2027-02-01')).text).toMatch(/End of validity[^.]* missed/);
    expect((await officer.get('/deadlines?month=2030-01')).text).toContain('none due in this period');
    expect((await officer.get('/deadlines?month=2026-13')).status).toBe(400);
    const [, dossier = ''] = /dossiers\/([\w-]+)/.exec((await officer.get('/deadlines')).html) ?? [];
    const set = { type: 'DeadlineSet', data: { key: 'audit', due: '2027-Q1', reason: 'Prepare the audit' } };
    const { headers } = await jalon.api.post(`/v1/dossiers/${dossier}/events`, set);
    await jalon.api.get(`/v1/deadlines?seen=${headers.get('jalon-position')}`);
    const quarter = await officer.get('/deadlines?month=2027-02');
    expect(quarter.text).toMatch(/Q1 2027 Deadline, Prepare the audit/);
    const agenda = await officer.get('/deadlines?kind=officer-set');
    expect(agenda.html).toContain(`/dossiers/${dossier}/record/DeadlineMet?key=audit`);
  });
});

describe('a deadline set by hand', () => {
  it('is moved from its row, unless somebody else has changed it', async () => {
    const { html } = await officer.get('/deadlines?kind=officer-set');
    const [listed = '', dossier = ''] = /officer-set\/([\w-]+)\/audit/.exec(html) ?? [];
    const move = (fields: Record<string, string>) =>
      officer.submit('/deadlines?kind=officer-set', { deadline: listed, answer: 'move', was: '2027-Q1', ...fields });
    const idempotencyKey = fieldOf(html, 'idempotencyKey') ?? '';
    expect((await move({ idempotencyKey, until: 'soon' })).text).toContain('Enter a date.');
    const done = await move({ idempotencyKey, until: '2027-02-01' });
    expect(done.text).toMatch(/Deadline moved\..*1 February 2027 Deadline, Prepare the audit/);
    expect((await move({ idempotencyKey, until: '2027-02-01' })).text).toContain('Deadline moved.');
    const late = await move({ idempotencyKey: randomUUID(), until: '2027-03-01' });
    expect([late.status, late.text]).toEqual([422, expect.stringContaining('somebody has changed this deadline')]);
    const { body } = await jalon.api.get(`/v1/dossiers/${dossier}/timeline`);
    expect(JSON.stringify(body)).not.toContain('2027-03-01');
  });
});

describe('a reminder', () => {
  it('is stored where no mail server is configured, and says so', async () => {
    const filter = { changes: false, deadlineKinds: ['officer-set'] };
    const subscription = await jalon.subscribe(jalon.api, { address: 'partner@example.net', filter });
    const [, dossier = ''] = /dossiers\/([\w-]+)/.exec((await officer.get('/deadlines')).html) ?? [];
    const set = { type: 'DeadlineSet', data: { key: 'call', due: '2026-12-21', reason: 'Call them' } };
    await jalon.api.post(`/v1/dossiers/${dossier}/events`, set);
    await officer.get('/deadlines');
    await jalon.plan();
    await jalon.pass(1);
    const sent = await jalon.send();
    await officer.signIn();
    const mail = await officer.get(`/subscribers/${subscription}/deliveries/${sent.get(subscription) ?? ''}`);
    expect(mail.text).toContain('Call them');
    const { body } = await jalon.api.get(`/v1/reminders?subscription=${subscription}`);
    const whys = (body.items as { why: string }[]).map(({ why }) => why).join(' ');
    expect(whys).toMatch(/Due on .*No mail server is configured/);
    expect(whys).not.toMatch(/will be sent/i);
    expect((await officer.get('/help')).text).toContain('emails are stored, not sent');
  });
});

describe('a calendar', () => {
  const path = '/deadlines/calendar?kind=grant-end';
  const urlIn = (html: string) => /<code class="calendar-address">([^<]+)</.exec(html)?.[1] ?? '';
  const read = (url: string) => fetch(jalon.url + new URL(url).pathname);

  it('has an address, created once even if the form is sent twice', async () => {
    const page = await officer.get(path);
    expect(page.text).toContain('The calendar below only shows: end of validity.');
    expect(urlIn(page.html)).toMatch(/\/v1\/deadlines\.ics\?deadlineKinds=grant-end$/);
    const idempotencyKey = fieldOf(page.html, 'idempotencyKey') ?? '';
    const made = await officer.post(path, { idempotencyKey, name: 'Ends', language: 'en' });
    const again = await officer.post(path, { idempotencyKey, name: 'Ends', language: 'en' });
    expect(urlIn(made.html)).toBe(urlIn(again.html));
    expect(made.headers.get('cache-control')).toBe('no-store');
    const calendar = await (await read(urlIn(made.html))).text();
    expect(calendar).toContain('NAME:Ends');
    expect((await officer.get(path)).html.match(/name="feed"/g)).toHaveLength(1);
  });

  it('requires a name, and keeps the input', async () => {
    const { status, html } = await officer.post(path, { idempotencyKey: 'x', name: ' ', language: 'fr' });
    expect(status).toBe(422);
    expect(html).toContain('aria-invalid="true"');
    expect(html).toMatch(/<option value="fr" selected/);
  });

  it('is not available once it is revoked', async () => {
    const made = await officer.post(path, { name: 'Short', language: 'en' });
    const { html } = await officer.get(path);
    const feed = /name="feed" value="([^"]+)"/.exec(html.slice(html.indexOf('Short')))?.[1] ?? '';
    const done = await officer.submit('/deadlines/calendar/revoke', { feed });
    expect(done.text).toContain('Address revoked');
    expect((await read(urlIn(made.html))).status).toBe(410);
  });
});
