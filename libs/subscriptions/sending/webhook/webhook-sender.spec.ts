import { afterAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { uuid } from '#test/events.js';
import { answerUrl, carried, digest, links, remind, secrets, timestamp } from '#test/mail-of.js';
import { verifies } from '#test/webhook-receiver.js';
import type { Message } from '../../messages/message.js';
import { sampleMessage, TEST_TYPES } from '../../messages/webhook/payload.js';
import type { Attempt } from '../attempt.js';
import { AddressGuard } from './address-guard.js';
import { WebhookSender } from './webhook-sender.js';
import { newSecret } from './webhook-settings.js';

const now = new Date('2026-11-25T08:00:00Z');
const [secret, former] = [newSecret(), newSecret()];
const sealed = (key: string) => secrets.seal(key, uuid(1));
const letters = { schemes: { at: () => Promise.resolve(builtInSchemes) }, zone: 'Europe/Paris' };
const sender = new WebhookSender(new AddressGuard([]), secrets, links, Clock.startingAt(now), letters);
afterAll(() => sender.close());

const attemptOf = (message: Message, subscription: object = {}, kind = 'event') =>
  ({
    delivery: { ...carried(message), kind, request_id: 'desk-42', attempts: 3, attempts_before: 0 },
    subscription: {
      ...{ id: uuid(1), target: 'https://hooks.example.org/', format: 'standard', language: 'en', reminders: {} },
      ...{ secret: sealed(secret), former_secret: null, former_secret_until: null, confirm_until: now },
      ...subscription,
    },
  }) as unknown as Attempt;

const requestOf = async (...[message, subscription, kind]: Parameters<typeof attemptOf>) => {
  const request = await sender.requestOf(attemptOf(message, subscription, kind));
  return { ...request, method: 'POST', path: '/' };
};

const asking: Message = {
  type: 'subscription.verification',
  timestamp,
  data: { subscription: uuid(1), round: 1, follows: [['Schemes', 'SecNumCloud']] },
};

describe('a webhook', () => {
  it('is signed with the secret it was given, over id, time and body', async () => {
    const request = await requestOf(remind());
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': uuid(9),
      'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
      'jalon-attempt': '3',
      'x-request-id': 'desk-42',
    });
    expect(JSON.parse(request.body)).toEqual({ type: 'deadline.reminder', timestamp, data: expect.any(Object) });
    expect(verifies(secret, request)).toBe(true);
    const forged = (headers: object) => ({ ...request, headers: { ...request.headers, ...headers } });
    for (const other of [
      { ...request, body: request.body.replace('reminder', 'remainder') },
      forged({ 'webhook-id': uuid(8) }),
      forged({ 'webhook-timestamp': '1790000000' }),
    ])
      expect(verifies(secret, other)).toBe(false);
    expect(verifies(former, request)).toBe(false);
  });

  it.each([
    [60_000, [true, true]],
    [0, [false, true]],
  ])('is signed with both secrets while a rotation lasts, and then with the new one: %i', async (ms, signed) => {
    const until = new Date(now.getTime() + ms);
    const request = await requestOf(remind(), { former_secret: sealed(former), former_secret_until: until });
    expect([former, secret].map((key) => verifies(key, request))).toEqual(signed);
  });

  it.each([
    ['standard', JSON.stringify({ challenge: secrets.token('confirmation', uuid(1), 1) }), true],
    ['standard', '{}', false],
    ['slack', 'ok', undefined],
  ])('of format %s that asks to confirm is answered %s, which is not logged', (format, body, confirmed) => {
    const answer = { code: 200, headers: {}, body };
    const outcome = sender.outcomeOf(attemptOf(asking, { format }), answer, now);
    expect(outcome).toEqual({ result: 'delivered', code: 200, ...(confirmed !== undefined && { confirmed }) });
    const refused = sender.outcomeOf(attemptOf(asking, { format }), { ...answer, code: 404 }, now);
    expect(refused).toEqual({
      ...{ result: 'unavailable', code: 404 },
      error: { code: 'endpoint-status', params: { status: 404 } },
    });
  });
});

describe('a message to a chat program', () => {
  const sent = async (format: 'slack' | 'teams', message: Message, language: 'fr' | 'en' = 'en', kind?: string) => {
    const request = await requestOf(message, { format, language }, kind);
    return { request, body: JSON.parse(request.body) as Record<string, unknown> };
  };

  it('is what Slack takes, in the language of the subscription, and signed', async () => {
    const { request, body } = await sent('slack', remind(), 'fr');
    expect(verifies(secret, request)).toBe(true);
    const phrase = 'Outscale, IaaS (SecNumCloud)\u202f: fin de validité dans 34 jours';
    const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
    const rich = (...elements: object[]) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements }],
    });
    const todo =
      'Que faire\u202f: vérifiez si la certification est renouvelée, et enregistrez ce que publie l’autorité.';
    const due = 'Échéance\u202f: 29 décembre 2026\ndans 34 jours';
    const dossier = `https://jalon.example.org/dossiers/${uuid(2)}`;
    const elements = [
      { type: 'button', text: plain('Voir dans Jalon'), url: dossier, style: 'primary' },
      { type: 'button', text: plain('Accuser réception ou reporter'), url: answerUrl },
    ];
    expect(body).toEqual({
      text: `${phrase}, 29 décembre 2026`,
      blocks: [
        { type: 'header', text: plain(phrase) },
        rich({ type: 'text', text: due, style: { bold: true } }),
        rich({ type: 'text', text: 'Décision 2279' }, { type: 'text', text: '\n' }, { type: 'text', text: todo }),
        { type: 'actions', elements },
      ],
    });
  });

  it('is what a workflow of Teams takes: an Adaptive Card', async () => {
    const { body } = await sent('teams', remind());
    const [attachment] = body.attachments as { contentType: string; content: { body: object[] } }[];
    expect([body.type, attachment?.contentType]).toEqual(['message', 'application/vnd.microsoft.card.adaptive']);
    expect(attachment?.content).toMatchObject({ type: 'AdaptiveCard', version: '1.4', lang: 'en' });
    const { body: parts } = attachment!.content;
    const text = 'Outscale, IaaS (SecNumCloud): end of validity in 34 days';
    expect(parts[0]).toMatchObject({ inlines: [{ text, weight: 'bolder', color: 'warning' }] });
    const button = { type: 'Action.OpenUrl', title: 'Acknowledge or snooze', url: answerUrl };
    expect(parts.at(-1)).toMatchObject({ type: 'ActionSet', actions: [{ type: 'Action.OpenUrl' }, button] });
  });

  it.each(TEST_TYPES)('says that it is a test: %s', async (type) => {
    for (const format of ['slack', 'teams'] as const)
      for (const [language, words] of [
        ['en', 'Test message'],
        ['fr', 'Message de test'],
      ] as const) {
        const { body, request } = await sent(format, sampleMessage(type, uuid(1), now), language, 'test');
        expect(request.body.split(words).length).toBeGreaterThan(2); // as a notification, and in the heading
        expect(body['text'] ?? words).toMatch(new RegExp(`^${words}`));
      }
  });

  it('reads nothing on record as markup', async () => {
    const hostile = '<!channel> <https://evil.example|*here*> [link](https://evil.example) & co';
    const message = remind({ provider: hostile, kind: 'officer-set', title: hostile });
    const slack = await sent('slack', message);
    expect(slack.body.text).not.toMatch(/[<>]/);
    expect(slack.request.body).not.toMatch(/mrkdwn|"url":"[^"]*evil/);
    expect((await sent('teams', message)).request.body).not.toMatch(/"TextBlock"|"FactSet"/);
  });

  it('stays within the limits of the programs', async () => {
    const many = digest(...Array.from({ length: 500 }, (_, n) => ({ daysLeft: n, provider: 'é'.repeat(400) })));
    const slack = await sent('slack', many);
    expect((slack.body.blocks as object[]).length).toBeLessThanOrEqual(50);
    expect(slack.request.body).toContain('… (+ 485)');
    expect(Buffer.byteLength((await sent('teams', many)).request.body)).toBeLessThan(28_000);
  });

  it('asks a person for the confirmation, who follows its link', async () => {
    const { request } = await sent('slack', asking);
    for (const part of [links.confirm(uuid(1), 1), 'Schemes: SecNumCloud', 'requested for this channel.'])
      expect(request.body).toContain(part);
    expect(request.body).not.toContain('unsubscribe');
  });
});
