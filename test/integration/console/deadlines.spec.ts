import { beforeAll, describe, expect, it } from '@jest/globals';
import { consoleOf, fieldOf } from '#test/console.js';
import { endingGrant, startReminding, listReminders, told } from '#test/reminding.js';
import { startedOnce, signedIn } from '#test/started.js';

const jalon = startedOnce(() => startReminding());
const officer = signedIn(jalon);
let key: string;

/** Begins on a Wednesday, 25 November 2026, at nine in Paris; the grant ends on 9 December. */
beforeAll(async () => {
  ({ key } = await endingGrant(jalon));
});

/** The page on which a deadline is answered, as its row in a list leads to it. */
const answerPath = async (list = '/deadlines'): Promise<string> => {
  const { html } = await officer.get(list);
  return /href="(\/deadlines\/answer\?[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
};
const answer = async (fields: Record<string, string>, list?: string) =>
  officer.submit(await answerPath(list), { deadline: key, ...fields });
const states = async () => told(await listReminders(jalon.api, `&deadline=${key}`));

describe('the agenda', () => {
  it('lists deadlines by month, each on a line with the remaining days, the next reminder and what to do', async () => {
    const { text, html } = await officer.get('/deadlines');
    expect(text).toContain('Due Deadline Dossier Standard Reminders Actions December 2026 9 Dec 2026');
    expect(text).toMatch(/9 Dec 2026 in 14 days End of validity.*SecNumCloud Next on 26 Nov 2026/);
    expect(html).toContain('data-live=');
    expect(html).toMatch(/<th scope="rowgroup" colspan="6">December 2026/);
    expect(html).toMatch(/href="\/dossiers\/[\w-]+\/record">Record an event/);
  });

  it('leads to the page of a deadline, with its reminders and everything that may be recorded or corrected', async () => {
    const { text, html } = await officer.get(await answerPath());
    expect(text).toMatch(/End of validity.*No reminder has been sent yet/);
    expect(text).toMatch(/Wrong date.*The date follows from the decision\./);
    for (const way of ['record/DeadlineSet', 'events/[\\w-]+/correct'])
      expect(html).toMatch(new RegExp(`href="/dossiers/[\\w-]+/${way}"`));
    const past = await officer.get(await answerPath('/deadlines?asOf=2026-11-30'));
    expect([past.text.includes('only shown as of today'), past.html.includes('value="snooze"')]).toEqual([true, false]);
    const unknown = (await answerPath()).replace('grant-end', 'grant-start');
    expect(await officer.get(unknown)).toMatchObject({ status: 404, text: expect.stringContaining('grant-start') });
    const elsewhere = await officer.get(`${await answerPath()}&to=javascript:alert(1)`);
    expect(elsewhere.html).not.toContain('href="javascript:');
  });

  it('can be filtered by URL, and reports unknown values at their fields', async () => {
    expect((await officer.get('/deadlines?kind=target')).text).toContain('none due in this period');
    expect((await officer.get('/deadlines?within=5')).text).toContain('none due in this period');
    const unknown = await officer.get('/deadlines?provider=nobody');
    expect(unknown.status).toBe(404);
    expect(unknown.text).toContain('Provider nobody not found');
    expect(unknown.text).not.toContain('No deadline');
    const calendar = await officer.get('/deadlines/calendar?provider=nobody');
    expect(calendar.text).toContain('Provider nobody not found');
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
    expect((await officer.get('/deadlines')).html).not.toContain('action="/deadlines/acknowledge"');
    const done = await answer({ answer: 'acknowledge' });
    expect(done.text).toContain('Acknowledged on 25 Nov 2026 by JALON_ADMIN_KEY');
    expect(done.text).not.toContain('Next on 26 Nov 2026');
    expect((await states()).join('; ')).toMatch(/2026-11-26 skipped/);
    expect((await answer({ answer: 'acknowledge' })).text).toContain('Nothing left to acknowledge.');
  });

  it('snoozes the reminders of a deadline until an allowed date, unless somebody else has (POST /deadlines/answer)', async () => {
    const late = await answer({ answer: 'snooze', until: '2026-12-24' }, '/deadlines?kind=grant-end');
    expect(late.status).toBe(422);
    expect(late.text).toContain('The date must be after 25 November 2026 (today) and no later than 9 December 2026');
    expect(late.html).toMatch(/id="f-until"[^>]* aria-invalid="true"[^>]* value="2026-12-24"/);
    expect(late.html).toMatch(/role="alert"[^>]* autofocus/);
    const snooze = { answer: 'snooze', until: '2026-12-06' };
    const unheard = await officer.post(await answerPath(), { deadline: 'a\0b', ...snooze });
    expect([unheard.status, unheard.text]).toEqual([422, expect.stringContaining('No change')]);
    expect((await answer({ answer: 'snooze', until: 'soon' })).text).toContain('must be an existing day');
    const sent = await officer.post(await answerPath('/deadlines?kind=grant-end'), { deadline: key, ...snooze });
    expect(sent.location).toBe('/deadlines?kind=grant-end&done=snoozed');
    const done = await officer.get(sent.location ?? '');
    expect(done.text).toContain('Reminder snoozed: the next one is due on that day.');
    expect(done.text).toContain('Snoozed until 6 Dec 2026');
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
    const action = 'action="/deadlines/acknowledge"';
    for (const list of ['/deadlines', '/dossiers', '/']) expect((await officer.get(list)).html).toContain(action);
    const acknowledge = { deadline: key };
    const done = await officer.submit('/deadlines/acknowledge', { ...acknowledge, to: '/' });
    expect([done.text, done.html.includes(action)]).toEqual([expect.stringContaining('Deadline acknowledged.'), false]);
    const elsewhere = await officer.post('/deadlines/acknowledge', { ...acknowledge, to: '//elsewhere.example' });
    expect(elsewhere.location).toBe('/?done=nothing');
    expect((await officer.get('/deadlines')).text).toContain('Acknowledged on 6 Dec 2026 by JALON_ADMIN_KEY');
    expect((await answer({ answer: 'acknowledge' })).text).toContain('Nothing left to acknowledge.');
  });

  it('hides the reminders of other keys, and rejects answers to them', async () => {
    const other = consoleOf(jalon);
    await other.signIn(await jalon.keyWith('record'));
    const path = await answerPath();
    expect((await other.get('/deadlines')).text).not.toContain('Acknowledged');
    expect((await other.get(path)).text).toContain('No reminders for you');
    const before = await states();
    await other.get('/deadlines/calendar');
    expect((await other.post(path, { deadline: key, answer: 'snooze', until: '2026-12-08' })).status).toBe(422);
    const reader = consoleOf(jalon);
    await reader.signIn(await jalon.keyWith('read'));
    expect((await reader.get('/deadlines')).html).not.toContain('/deadlines/answer');
    expect((await reader.get(path)).status).toBe(403);
    expect(await states()).toEqual(before);
  });
});

describe('a month', () => {
  it('lists its deadlines in every state, those without an exact day among them', async () => {
    const { text, html } = await officer.get('/deadlines?month=2026-12');
    expect(text).toMatch(/Deadlines in December 2026 .*9 Dec 2026 .*End of validity/);
    expect(html).toContain('href="/deadlines"');
    expect((await officer.get('/deadlines?month=2026-12&asOf=2027-02-01')).text).toMatch(/End of validity[^.]* missed/);
    expect((await officer.get('/deadlines?month=2030-01')).text).toContain('none due in this period');
    expect((await officer.get('/deadlines?month=2026-13')).status).toBe(400);
    const [, dossier = ''] = /dossiers\/([\w-]+)/.exec((await officer.get('/deadlines')).html) ?? [];
    const set = { type: 'DeadlineSet', data: { key: 'audit', due: '2027-Q1', reason: 'Prepare the audit' } };
    const { headers } = await jalon.api.post(`/v1/dossiers/${dossier}/events`, set);
    await jalon.api.get(`/v1/deadlines?seen=${headers.get('jalon-position')}`);
    const quarter = await officer.get('/deadlines?month=2027-02');
    expect(quarter.text).toMatch(/Q1 2027 in \d+ days at the earliest Deadline, Prepare the audit/);
    const agenda = await officer.get('/deadlines?kind=officer-set');
    expect(agenda.html).toContain(`/dossiers/${dossier}/record/DeadlineMet?key=audit`);
    const its = await officer.get(await answerPath('/deadlines?kind=officer-set'));
    expect(its.html).toContain(`/dossiers/${dossier}/record/DeadlineMoved?key=audit`);
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
  const urlIn = (html: string) => /<(?:code|pre class="codes"[^>]*)>(https?:[^<]+)</.exec(html)?.[1] ?? '';
  const read = (url: string) => fetch(jalon.url + new URL(url).pathname);

  it('has an address, created once even if the form is sent twice', async () => {
    const page = await officer.get(path);
    expect(page.html).toMatch(/<option value="grant-end" selected/);
    expect(urlIn(page.html)).toMatch(/\/v1\/deadlines\.ics\?deadlineKinds=grant-end$/);
    const idempotencyKey = fieldOf(page.html, 'idempotencyKey') ?? '';
    const made = await officer.post(path, { idempotencyKey, name: 'Ends', language: 'en' });
    const again = await officer.post(path, { idempotencyKey, name: 'Ends', language: 'en' });
    expect(urlIn(made.html)).toBe(urlIn(again.html));
    expect(made.headers.get('cache-control')).toBe('no-store');
    const calendar = await (await read(urlIn(made.html))).text();
    expect(calendar).toContain('NAME:Ends');
    expect((await officer.get(path)).html.match(/name="feed"/g)).toHaveLength(1);
    const ofScheme = await officer.post('/deadlines/calendar?scheme=hds', { name: 'HDS', language: 'en' });
    expect(await (await read(urlIn(ofScheme.html))).text()).not.toContain('BEGIN:VEVENT');
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
