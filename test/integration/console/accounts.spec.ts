import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { outdatedTotp, resealTotp } from '#access/second-factor.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { MovableClock } from '#test/movable-clock.js';
import { startApi } from '#test/api.js';
import { type ConsoleClient, consoleOf, fieldOf } from '#test/console.js';
import { chooseOn, codeOf, PASSWORD, pathOf, personWith, type SignedInPerson, totpIn } from '#test/signing-in.js';
import { until } from '#test/until.js';
import { startedOnce } from '#test/started.js';

const MINUTE_MS = 60_000;

/** Of the server. */
const testSecret = 'secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
const clock = new MovableClock(Date.parse('2026-11-25T08:00:00Z') - Date.now());
const server = startedOnce(() => startApi({}, clock));
let admin: SignedInPerson;
let officer: SignedInPerson;

beforeAll(async () => {
  admin = await personWith(server, 'admin', { now: clock.now() });
  officer = await personWith(server, 'officer', { now: clock.now() });
});

const invite = async (email: string, role = 'reader') =>
  (await server.api.post('/v1/admin/accounts', { name: 'Paul', email, role })).body;

/** A code that was not used before: half a minute later. */
function nextCode(totp: string): string {
  clock.forward(30_000);
  return codeOf(totp, clock.now());
}

const withPassword = (browser: ConsoleClient, email: string, password = PASSWORD) =>
  browser.post('/sign-in', { email, password, to: '/providers' });

async function signIn(person: SignedInPerson, browser = consoleOf(server)) {
  const asked = await withPassword(browser, person.email);
  const ticket = fieldOf(asked.html, 'ticket') ?? '';
  return browser.post('/sign-in/code', { ticket, code: nextCode(person.totp), to: '/providers' });
}

const isSignedIn = async (browser: ConsoleClient) => (await browser.get('/account')).status === 200;

/** A key that a person makes in the console. */
async function keyOf({ browser }: SignedInPerson): Promise<string> {
  await browser.get('/account');
  const made = await browser.post('/account/keys', { name: 'another', scope: 'record' });
  return /jalon_[0-9a-f]{12}_[\w-]{43}/.exec(made.text)?.[0] ?? '';
}

/** A mail to another person that names its author, planned and kept. */
async function mailFrom(name: string): Promise<void> {
  await sql`update delivery set message = jsonb_set(message, '{data,by}', to_jsonb(${name}::text))
    where message ->> 'type' = 'account.link'`.execute(server.db);
  await sql`insert into kept_mail (delivery, recipient, subject, text, html, headers, at)
    select id, 'paul@example.org', 'Invitation', ${`${name} invites you`}, '', '{}', now() from delivery
    where not exists (select from kept_mail where delivery = delivery.id) limit 1`.execute(server.db);
}

describe('an invitation', () => {
  it('is a mail whose link works once', async () => {
    const { account, link } = await invite('once@example.org');
    expect(account).toMatchObject({ state: 'invited', role: 'reader', secondFactor: false });
    const { id } = await server.db
      .selectFrom('delivery')
      .innerJoin('subscription', 'subscription.id', 'delivery.subscription')
      .select('subscription.id')
      .where('target', '=', 'once@example.org')
      .executeTakeFirstOrThrow();
    expect(link.url).toContain(`/password/${id}?token=`);
    await server.deliveries.work(id, () => Promise.resolve());
    const mails = await admin.browser.get('/mails');
    expect(mails.text).toContain('Your invitation to Jalon');
    expect((await server.api.get('/v1/subscriptions')).body.items).toEqual([]);
    expect((await chooseOn(consoleOf(server), link.url)).text).toContain('Set up the second factor');
    expect((await consoleOf(server).get(pathOf(link.url))).status).toBe(410);
    expect(
      (await consoleOf(server).post(pathOf(link.url).replace(/\?.*/, ''), { token: '', password: PASSWORD })).status,
    ).toBe(410);
  });

  it('expires, is replaced by a later one, and is of no use for a disabled account', async () => {
    const first = await invite('late@example.org');
    const { body: second } = await server.api.post(`/v1/admin/accounts/${first.account.id}/invitation`, {});
    expect((await consoleOf(server).get(pathOf(first.link.url))).status).toBe(410);
    expect((await consoleOf(server).get(pathOf(second.url))).status).toBe(200);
    await server.api.patch(`/v1/admin/accounts/${first.account.id}`, { disabled: true });
    expect((await consoleOf(server).get(pathOf(second.url))).status).toBe(410);
    const { account, link } = await invite('expired@example.org');
    const over = { expires_at: clock.now() };
    await server.db.updateTable('account_link').set(over).where('account', '=', account.id).execute();
    expect((await chooseOn(consoleOf(server), link.url)).status).toBe(410);
  });

  it('needs a good password, whatever its characters', async () => {
    const { link } = await invite('short@example.org');
    expect((await chooseOn(consoleOf(server), link.url, 'eleven char')).text).toContain('at least 12 characters');
    expect((await chooseOn(consoleOf(server), link.url, 'aaaaaaaaaaaaaaaa')).text).toContain('repeat');
    expect((await chooseOn(consoleOf(server), link.url, 'a b '.repeat(100))).text).toContain('at most 256');
    expect((await chooseOn(consoleOf(server), link.url, 'été à la plage 2026')).status).toBe(200);
  });

  it('stays valid when somebody else asks for a new password', async () => {
    const { link } = await invite('invited@example.org');
    await consoleOf(server).post('/sign-in/forgot', { email: 'invited@example.org' });
    await consoleOf(server).post('/sign-in/forgot', { email: admin.email });
    const done = server.db.selectFrom('account_link').select('id').where('account', '=', admin.account);
    await until(async () => (await done.execute()).length > 0); // the request before it is done, too
    expect((await consoleOf(server).get(pathOf(link.url))).status).toBe(200);
  });
});

describe('signing in', () => {
  it('takes a password and a code, and names the person', async () => {
    const browser = consoleOf(server);
    expect((await signIn(officer, browser)).location).toBe('/providers');
    expect((await browser.get('/account')).text).toContain('officer@example.org');
  });

  it('answers an unknown address like a wrong password', async () => {
    const seen = (html: string) => html.replace(/value="[^"]*"|\d\d:\d\d/g, ''); // the time that a page was made, too
    const unknown = await withPassword(consoleOf(server), 'nobody@example.org');
    const wrong = await withPassword(consoleOf(server), 'officer@example.org', 'not the right password');
    expect([unknown.status, seen(unknown.html)]).toEqual([wrong.status, seen(wrong.html)]);
    expect(unknown.status).toBe(422);
  });

  it('accepts a code once, and a recovery code once', async () => {
    const code = nextCode(officer.totp);
    const tried = async (given: string) => {
      const { html } = await withPassword(consoleOf(server), officer.email);
      const answer = await consoleOf(server).post('/sign-in/code', {
        ticket: fieldOf(html, 'ticket') ?? '',
        code: given,
      });
      return answer.status;
    };
    expect(await tried(code)).toBe(303);
    expect(await tried(code)).toBe(422);
    const [recovery = ''] = officer.recoveryCodes;
    expect(officer.recoveryCodes).toHaveLength(10);
    expect(await tried(recovery.toUpperCase().replaceAll('-', ' '))).toBe(303);
    expect(await tried(recovery)).toBe(422);
  });

  it('takes five codes per password, and each ticket once', async () => {
    const { html } = await withPassword(consoleOf(server), officer.email);
    const ticket = fieldOf(html, 'ticket') ?? '';
    const guess = (code: string) => consoleOf(server).post('/sign-in/code', { ticket, code });
    for (let tries = 0; tries < 5; tries += 1) expect((await guess('000000')).text).toContain('is wrong');
    expect((await guess(nextCode(officer.totp))).text).toContain('Sign in again');
  });

  it('that nobody began is not noted: activity is kept for good', async () => {
    const failed = server.db.selectFrom('activity').select('ordinal').where('act', '=', 'sign-in-failed');
    const before = await failed.execute();
    const guess = { ticket: 'guessed', code: '000000' };
    expect((await consoleOf(server).post('/sign-in/code', guess)).text).toContain('Sign in again');
    expect(await failed.execute()).toEqual(before);
  });

  it('makes a new session, whatever token the browser had before', async () => {
    const browser = consoleOf(server);
    browser.cookies.set('jalon', 'a'.repeat(43));
    await signIn(officer, browser);
    const token = browser.cookies.get('jalon');
    expect(token).not.toBe('a'.repeat(43));
    await signIn(officer, browser);
    expect(browser.cookies.get('jalon')).not.toBe(token);
    const former = consoleOf(server);
    former.cookies.set('jalon', token ?? '');
    expect(await isSignedIn(former)).toBe(false);
  });

  it('from another site is refused', async () => {
    const headers = { origin: 'https://evil.example' };
    const fields = { email: officer.email, password: PASSWORD };
    expect((await consoleOf(server).post('/sign-in', fields, headers)).status).toBe(403);
    const forged = { csrf: 'forged', name: 'Eve' };
    expect((await officer.browser.post('/account/name', forged)).status).toBe(409);
  });

  it('is limited for those who guess, not for the holder', async () => {
    clock.forward(60 * MINUTE_MS);
    const known = consoleOf(server);
    await signIn(officer, known);
    const guesses = [];
    for (let tries = 0; tries < 11; tries += 1)
      guesses.push((await withPassword(consoleOf(server), officer.email, `guess number ${tries}`)).status);
    expect(guesses).toEqual([...Array<number>(10).fill(422), 429]);
    expect((await withPassword(consoleOf(server), officer.email)).status).toBe(429);
    expect((await signIn(officer, known)).status).toBe(303);
    clock.forward(16 * MINUTE_MS);
    expect((await withPassword(consoleOf(server), officer.email)).status).toBe(200);
  });
});

describe('a forgotten password', () => {
  const ask = (email: string) => consoleOf(server).post('/sign-in/forgot', { email });
  const mailTo = async (address: string): Promise<string> => {
    const mails = server.db
      .selectFrom('subscription')
      .select('subscription.id')
      .where('target', '=', address)
      .orderBy('created_at', 'desc');
    await until(async () => (await mails.execute()).length > 1);
    const { id } = await mails.executeTakeFirstOrThrow();
    await server.deliveries.work(id, () => Promise.resolve());
    const kept = server.db.selectFrom('kept_mail').select('text').where('recipient', '=', address);
    return (await kept.executeTakeFirstOrThrow()).text;
  };

  it('is replaced with a link in a mail, and the answer does not tell whether there is an account', async () => {
    const [known, unknown] = [await ask(officer.email), await ask('nobody@example.org')];
    expect(known.text).toBe(unknown.text);
    const text = await mailTo(officer.email);
    const before = consoleOf(server);
    await signIn(officer, before);
    const browser = consoleOf(server);
    const asked = await chooseOn(browser, /http\S+password\S+/.exec(text)?.[0] ?? '', 'quite another sentence');
    expect(asked.text).toContain('Second factor');
    expect(await isSignedIn(before)).toBe(false);
    const ticket = fieldOf(asked.html, 'ticket') ?? '';
    expect((await browser.post('/sign-in/code', { ticket, code: nextCode(officer.totp) })).status).toBe(303);
    expect((await withPassword(consoleOf(server), officer.email)).status).toBe(422);
    await browser.get('/account');
    const back = { current: 'quite another sentence', password: PASSWORD };
    expect((await browser.post('/account/password', back)).location).toBe('/account?done=password');
  });
});

describe('the page of an account', () => {
  it('lists its sessions and ends them', async () => {
    const [one, other] = [consoleOf(server), consoleOf(server)];
    await signIn(officer, one);
    await signIn(officer, other);
    const { html } = await one.get('/account');
    const ids = [...html.matchAll(/\/account\/sessions\/([0-9a-f-]{36})\/end/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect(html).toContain('127.0.0.1');
    await admin.browser.get('/account');
    expect((await admin.browser.submit(`/account/sessions/${ids[0]}/end`, {})).status).toBe(200);
    expect(await isSignedIn(other)).toBe(true);
    await one.get('/account');
    await one.post('/account/sessions/others/end', {});
    expect([await isSignedIn(one), await isSignedIn(other)]).toEqual([true, false]);
    officer.browser = one;
  });

  it('sets up another app once its code is right', async () => {
    await officer.browser.get('/account');
    const wrong = await officer.browser.post('/account/app', { 'app-password': 'not the password' });
    expect(wrong.status).toBe(422);
    const asked = await officer.browser.post('/account/app', { 'app-password': PASSWORD });
    const totp = totpIn(asked.html);
    expect(asked.html).toContain('<svg viewBox');
    const ticket = fieldOf(asked.html, 'ticket') ?? '';
    expect((await officer.browser.post('/account/app/code', { ticket, code: '000000' })).status).toBe(422);
    const done = await officer.browser.post('/account/app/code', { ticket, code: nextCode(totp) });
    expect(done.text).toContain('Your recovery codes');
    expect((await signIn(officer)).status).toBe(422);
    officer.totp = totp;
    expect((await signIn(officer)).status).toBe(303);
  });

  it('creates keys of the person, within the role', async () => {
    await officer.browser.get('/account');
    const made = await officer.browser.post('/account/keys', { name: 'watcher', scope: 'record' });
    const [key = ''] = /jalon_[0-9a-f]{12}_[\w-]{43}/.exec(made.text) ?? [];
    await officer.browser.post('/account/keys', { name: 'too much', scope: 'admin' });
    const mine = server.as(key);
    await keyOf(officer);
    const { body } = await mine.get('/v1/admin/api-keys');
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['another', 'watcher']);
    const [{ id: others }, { id }] = body.items;
    // A key that leaks makes no further ones, and ends no other.
    expect((await mine.post('/v1/admin/api-keys', { name: 'x', scopes: ['read'] })).body.code).toBe('forbidden');
    for (const one of [others, 'admin']) expect((await mine.delete(`/v1/admin/api-keys/${one}`)).status).toBe(403);
    await officer.browser.get('/account');
    expect((await officer.browser.post(`/account/keys/${id}/revoke`, {})).status).toBe(303);
    expect((await mine.get('/v1/providers')).status).toBe(401);
  });
});

describe('an administrator', () => {
  const change = (id: string, to: object) => server.api.patch(`/v1/admin/accounts/${id}`, to);

  it('changes a role, which ends the sessions', async () => {
    await signIn(officer, officer.browser);
    expect((await officer.browser.get('/import')).status).toBe(200);
    await admin.browser.get(`/accounts/${officer.account}`);
    const answer = await admin.browser.post(`/accounts/${officer.account}`, { name: 'Anne', role: 'reader' });
    expect(answer.location).toContain('done=changed');
    expect(await isSignedIn(officer.browser)).toBe(false);
    await signIn(officer, officer.browser);
    expect((await officer.browser.get('/import')).status).toBe(403);
  });

  it('cannot remove the last one who can sign in', async () => {
    await invite('never-came@example.org', 'admin');
    for (const to of [{ role: 'officer' }, { disabled: true }])
      expect((await change(admin.account, to)).body.code).toBe('last-admin');
    expect((await server.api.delete(`/v1/admin/accounts/${admin.account}`)).body.code).toBe('last-admin');
    await admin.browser.get('/accounts');
    const page = await admin.browser.post(`/accounts/${admin.account}/disable`, {});
    expect(page.text).toContain('last administrator');
  });

  it('disables an account: no session, no key, no sign-in, no feed and no webhook', async () => {
    await change(officer.account, { role: 'officer' });
    await signIn(officer, officer.browser);
    const mine = server.as(await keyOf(officer));
    const url = 'https://hooks.example.org/officer';
    const { body: hook } = await mine.post('/v1/subscriptions', { channel: 'webhook', url });
    const feed = new URL((await mine.post('/v1/admin/feeds', { kind: 'calendar', name: 'Mine' })).body.url as string)
      .pathname;
    expect((await server.as().get(feed)).status).toBe(200);
    await change(officer.account, { disabled: true });
    expect(await isSignedIn(officer.browser)).toBe(false);
    expect((await withPassword(consoleOf(server), officer.email)).status).toBe(422);
    expect((await server.as().get(feed)).status).toBe(410);
    expect((await server.api.get(`/v1/subscriptions/${hook.id}`)).body.state).toBe('unsubscribed');
    await change(officer.account, { disabled: false });
    expect((await signIn(officer)).status).toBe(303);
  });

  it('resets a second factor, which is then set up again', async () => {
    await server.api.delete(`/v1/admin/accounts/${officer.account}/second-factor`);
    const { html } = await withPassword(consoleOf(server), officer.email);
    officer.totp = totpIn(html);
    const ticket = fieldOf(html, 'ticket') ?? '';
    expect((await consoleOf(server).post('/sign-in/code', { ticket, code: nextCode(officer.totp) })).status).toBe(200);
  });

  it('erases an account: the ledger keeps an id that names nobody', async () => {
    const person = await personWith(server, 'officer', {
      email: 'gone@example.org',
      name: 'Zoe Gone (Jr.)',
      now: clock.now(),
    });
    await person.browser.get('/account');
    const made = await person.browser.post('/account/keys', { name: 'of Zoe', scope: 'record' });
    const [key = ''] = /jalon_[0-9a-f]{12}_[\w-]{43}/.exec(made.text) ?? [];
    const provider = await server.as(key).post('/v1/providers', { name: 'Erased Cloud' });
    expect(provider.status).toBe(201);
    await mailFrom('Zoe Gone (Jr.)');
    const { body } = await server.api.delete(`/v1/admin/accounts/${person.account}`);
    expect(body).toMatchObject({ name: null, email: null, state: 'erased' });
    expect((await server.as(key).get('/v1/providers')).status).toBe(401);
    expect(await isSignedIn(person.browser)).toBe(false);
    await until(async () => (await admin.browser.get('/providers/erased-cloud')).text.includes('an erased account'));
    const { rows } = await sql<{ found: number }>`
      select count(*)::int as found from (
        select message::text as text from delivery union all select target from subscription union all select text from kept_mail
        union all select name from api_key union all select name from account union all select email from account
        union all select details::text from activity union all select actor from event
      ) as all_text where text like '%gone@example.org%' or text like '%Zoe%'
    `.execute(server.owner);
    expect(rows).toEqual([{ found: 0 }]);
  });
});

describe('the key of an app', () => {
  it('is encrypted with the secret that replaces another', async () => {
    const [before, after] = [testSecret, 'another_0123456789abcdefghijklmnopqrstuvwxyz-0123456789'];
    expect(await resealTotp(server.db, new Secrets(after))).toBe(0); // nothing that it cannot read is touched
    const rotated = new Secrets(after, [before]);
    const outdated = await outdatedTotp(server.db, rotated);
    expect(outdated).toContain(admin.account);
    expect(await resealTotp(server.db, rotated)).toBe(outdated.length);
    expect(await outdatedTotp(server.db, rotated)).toEqual([]);
    await resealTotp(server.db, new Secrets(before, [after]));
    expect((await signIn(admin)).status).toBe(303);
  });
});

describe('what people do with accounts', () => {
  it('is noted without names', async () => {
    const rows = await server.db.selectFrom('activity').select(['act', 'actor']).execute();
    const acts = new Set(rows.map(({ act }) => act));
    expect(acts).toEqual(
      new Set([
        ...['account-invited', 'account-changed', 'account-erased', 'key-created', 'key-revoked'],
        ...['session-ended', 'sign-in-failed', 'signed-in'],
      ]),
    );
    expect(rows.some(({ actor }) => actor === `account:${officer.account}`)).toBe(true);
  });
});
