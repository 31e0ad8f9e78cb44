import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidOf } from '#event-store/encoding.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { endingGrant, endMoves, type Reminding, startReminding } from '#test/reminding.js';
import { grant, openDossier } from '#test/recording.js';

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});
const secrets = new Secrets('secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789');
const DAY = 86_400_000;

let jalon: Reminding;
let dossier: Awaited<ReturnType<typeof openDossier>>;
let event: string;
let delivery: string;
let link: string;

/** A message was sent on 2 December 2026, at nine in Paris, of a grant that ends on the 9th. */
async function begin(): Promise<void> {
  jalon = await startReminding();
  const data = { decision: '<b>"2279"</b> & more' };
  const ending = await endingGrant(jalon, '2026-12-09', { language: 'en' }, data);
  ({ dossier, event } = ending);
  await jalon.pass(7);
  delivery = (await jalon.send()).get(ending.subscription)!;
  link = await jalon.link(delivery);
}

const show = (path = link, headers = {}) => jalon.as().send(path, { headers });
const answer = (fields: Record<string, string>, path = link) => jalon.as().send(path, form(fields));
const text = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
const reminderIn = (html: string) => /name="reminder" value="([^"]+)"/.exec(html)?.[1] ?? '';
const reminders = () => jalon.db.selectFrom('reminder').selectAll().orderBy('id').execute();
const answers = () => jalon.db.selectFrom('reminder_answer').selectAll().execute();

describe('the page that the link of a reminder leads to', () => {
  beforeAll(begin);
  afterAll(() => jalon.close());

  it('shows the deadline and the actions, and a GET changes nothing', async () => {
    const before = await reminders();
    const shown = await show();
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(shown.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect([shown.headers.get('referrer-policy'), shown.headers.get('cache-control')]).toEqual([
      'no-referrer',
      'no-store',
    ]);
    const html = shown.body as string;
    expect(html).toContain('<html lang="en">');
    expect(html).not.toMatch(/<script|https?:|<b>"2279"/);
    expect(text(html)).toContain('end of validity in 7 days');
    expect(text(html)).toContain('Decision &lt;b&gt;&quot;2279&quot;&lt;/b&gt; &amp; more');
    expect(html).toContain('<input type="date" name="until" required min="2026-12-03" max="2026-12-09" value="" ');
    for (let n = 0; n < 3; n += 1) await show(`${link}&answer=acknowledge&reminder=${reminderIn(html)}`);
    await jalon.as().send(link, { method: 'HEAD' });
    expect([await reminders(), await answers()]).toEqual([before, []]);
  });

  it.each([
    ['2026-12-02', 'This date is not allowed. Allowed dates: 3 December 2026 to 9 December 2026.'],
    ['2026-12-10', 'This date is not allowed. Allowed dates: 3 December 2026 to 9 December 2026.'],
    ['9 December', 'Invalid date. Allowed dates: 3 December 2026 to 9 December 2026.'],
    ['"><script>', 'Invalid date. Allowed dates: 3 December 2026 to 9 December 2026.'],
    ['', 'Invalid date. Allowed dates: 3 December 2026 to 9 December 2026.'],
  ])('answers a snooze to %j with what would be right, and changes nothing', async (until, said) => {
    const before = await reminders();
    const id = reminderIn((await show()).body as string);
    const refused = await answer({ answer: 'snooze', reminder: id, until });
    expect(refused.status).toBe(422);
    expect(text(refused.body as string)).toContain(said);
    expect(refused.body).not.toContain('<script');
    expect([await reminders(), await answers()]).toEqual([before, []]);
  });

  it.each([
    [{}],
    [{ answer: 'delete' }],
    [{ answer: 'acknowledge' }],
    [{ answer: 'acknowledge', reminder: uuidOf('somebody else’s') }],
    [{ answer: 'snooze', reminder: "' or 1=1", until: '2026-12-06' }],
  ])('answers %j by asking to choose, and changes nothing', async (fields) => {
    const refused = await answer(fields);
    expect(refused.status).toBe(422);
    expect(text(refused.body as string)).toContain('No change: choose one of the actions below.');
    expect(await answers()).toEqual([]);
  });

  it('rejects bodies other than forms', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const body of ['null', '[]', '"acknowledge"', '{"answer":["acknowledge"]}', '{"answer":{}}'])
      expect((await jalon.as().send(link, { method: 'POST', headers, body })).status).toBe(415);
    expect((await jalon.as().send(link, { method: 'POST' })).status).toBe(422);
    const boundary = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await jalon.as().send(link, { method: 'POST', headers: boundary, body: '--x--' })).status).toBe(422);
    expect(await answers()).toEqual([]);
  });

  it('is not accessible with a forged link', async () => {
    const [path = '', query = ''] = link.split('?');
    const { until = '', token = '' } = Object.fromEntries(new URLSearchParams(query));
    const later = String(Number(until) + 1);
    const other = uuidOf('another delivery');
    const forged = [
      path,
      `${path}?until=${until}`,
      `${path}?token=${token}`,
      `${path}?until=${later}&token=${token}`,
      `${path}?until=${until}&token=${token.slice(0, -1)}x`,
      `${path}?until=${until}&token=${token}&token=${token}`,
      `${path}?until=NaN&token=${secrets.token('answer', delivery, NaN)}`,
      `${path}?until=1e10&token=${secrets.token('answer', delivery, 1e10)}`,
      `/reminders/${other}?until=${until}&token=${token}`,
      `/reminders/${other}?until=${until}&token=${secrets.token('answer', other, Number(until))}`,
      `/reminders/nothing?until=${until}&token=${token}`,
    ];
    const id = reminderIn((await show()).body as string);
    for (const address of forged) {
      const shown = await show(address, { 'accept-language': 'fr' });
      expect([address, shown.status, text(shown.body as string).includes('Outscale')]).toEqual([address, 422, false]);
      expect(text(shown.body as string)).toContain('Lien non valide');
      expect((await answer({ answer: 'acknowledge', reminder: id }, address)).status).toBe(422);
    }
    expect(await answers()).toEqual([]);
  });

  it('is the same for a message that is sent again', async () => {
    const again = uuidOf('again');
    const row = await jalon.db.selectFrom('delivery').selectAll().where('id', '=', delivery).executeTakeFirstOrThrow();
    const { ordinal: _, last_reason: __, message, ...rest } = row;
    const copied = { ...rest, id: again, again: '1', message: JSON.stringify(message) };
    await jalon.db.insertInto('delivery').values(copied).execute();
    const shown = await show(await jalon.link(again));
    expect([shown.status, reminderIn(shown.body as string)]).toEqual([200, reminderIn((await show()).body as string)]);
  });
});

describe('an answer on the page of a reminder', () => {
  beforeEach(begin);
  afterEach(() => jalon.close());

  it('says that the deadline rests on a claim, as the list does', async () => {
    const changes = { source: { kind: 'press', publisher: 'Le Monde' } };
    await dossier.record({ type: 'EventCorrected', data: { event, changes, reason: 'misread' } });
    await jalon.plan();
    expect(text((await show()).body as string)).toContain('&amp; more not confirmed by the authority');
    const listed = await jalon.api.get('/v1/reminders?limit=1');
    expect(listed.body).toMatchObject({ items: [{ deadline: { confirmed: false } }] });
  });

  it('accepts an acknowledgement, once', async () => {
    const id = reminderIn((await show()).body as string);
    const taken = await answer({ answer: 'acknowledge', reminder: id });
    expect(taken.status).toBe(200);
    expect(text(taken.body as string)).toContain('Acknowledged on 2 December 2026. Saved.');
    const [stored] = await answers();
    expect(stored).toMatchObject({ acknowledged_by: 'link', snoozed_until: null });
    jalon.clock.forward(60_000);
    expect((await answer({ answer: 'acknowledge', reminder: id })).status).toBe(200);
    expect(await answers()).toEqual([stored]);
    expect((await show()).body).not.toContain('value="acknowledge"');
  });

  it('expires after 60 days with a notice', async () => {
    const id = reminderIn((await show()).body as string);
    jalon.clock.forward(60 * DAY - 60_000);
    expect((await show()).status).toBe(200);
    jalon.clock.forward(120_000);
    const shown = await show();
    expect([shown.status, text(shown.body as string)]).toEqual([410, expect.stringContaining('Expired link')]);
    expect((await answer({ answer: 'acknowledge', reminder: id })).status).toBe(410);
    expect(await answers()).toEqual([]);
  });

  it('states that moved and met deadlines need no action', async () => {
    const id = reminderIn((await show()).body as string);
    await dossier.record(endMoves(event, '2027-03-31'));
    await jalon.plan();
    const moved = await show();
    expect(text(moved.body as string)).toContain(
      'The deadline has moved since this reminder was sent. It is now due 31 March 2027.',
    );
    const late = await answer({ answer: 'snooze', reminder: id, until: '2026-12-06' });
    expect([late.status, text(late.body as string)]).toEqual([422, expect.stringContaining('No change')]);
    expect((await answer({ answer: 'acknowledge', reminder: id })).status).toBe(422);
    expect(await answers()).toEqual([]);
  });
});

describe('an answer on the page of a digest', () => {
  afterEach(() => jalon.close());

  it('acknowledges all at once, in the language of the subscription', async () => {
    jalon = await startReminding();
    const subscription = await jalon.subscribe(jalon.api, { language: 'fr', filter: { changes: false } });
    for (const name of ['Outscale', 'Bleu', 'S3NS']) {
      const one = await openDossier(jalon.api, name);
      await one.record(grant({ decision: name, validUntil: '2026-12-09' }));
      await one.record({ type: 'DeadlineSet', data: { key: 'file', due: '2026-12-09', lapses: '2026-12-31' } });
    }
    await jalon.plan();
    await jalon.pass(15); // 10 December: overdue
    delivery = (await jalon.send()).get(subscription)!;
    link = await jalon.link(delivery);
    const shown = (await show()).body as string;
    expect(shown).toContain('<html lang="fr">');
    expect(text(shown)).toContain('L’échéance est dépassée.');
    expect(text(shown)).toContain('il est encore temps d’agir.');
    const cards = shown.match(/<article /g)?.length ?? 0;
    expect(cards).toBeGreaterThan(2);
    const taken = await answer({ answer: 'acknowledge-all' });
    expect(text(taken.body as string)).toContain(`Accusé de réception enregistré pour ${cards} rappels.`);
    expect(await answers()).toHaveLength(cards);
    expect(text((await answer({ answer: 'acknowledge-all' })).body as string)).toContain(
      'Tous les rappels ont déjà fait l’objet d’un accusé de réception.',
    );
    await jalon.pass(30);
    expect((await jalon.send()).size).toBe(0);
  });
});
