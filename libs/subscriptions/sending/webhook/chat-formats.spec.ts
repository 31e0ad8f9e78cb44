import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { Message } from '../../messages/message.js';
import { sampleMessage, TEST_TYPES } from '../../messages/webhook/payload-samples.js';
import { uuid } from '#test/events.js';
import { answerUrl, digest, links, remind, secrets, timestamp } from '#test/mail-of.js';
import { type ReceivedRequest, verifies } from '#test/webhook-receiver.js';
import type { Attempt } from '../recipient.js';
import { AddressGuard } from './address-guard.js';
import { newSecret } from './webhook-settings.js';
import { WebhookSender } from './webhook-sender.js';

const now = new Date('2026-11-25T08:00:00Z');
const hostile = '<!channel> <https://evil.example|*here*> [link](https://evil.example) & co';

describe('a message to a chat program', () => {
  const schemes = { at: () => Promise.resolve(builtInSchemes) };
  const letters = { schemes, zone: 'Europe/Paris' };
  const sender = new WebhookSender(new AddressGuard(['127.0.0.1']), secrets, links, Clock.startingAt(now), letters);
  const secret = newSecret();
  const received: ReceivedRequest[] = [];
  /** Answers as Slack does. */
  const program = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      received.push({ method, path, headers, body: Buffer.concat(chunks).toString('utf8') });
      response.end('ok');
    });
  });
  let target: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
    target = `http://127.0.0.1:${(program.address() as AddressInfo).port}/services/T0/B0/x`;
  });
  afterAll(async () => {
    await sender.close();
    program.closeAllConnections();
    await new Promise((resolve) => program.close(resolve));
  });

  async function sent(format: 'slack' | 'teams', message: Message, language: 'fr' | 'en' = 'en', kind = 'reminder') {
    const subscription = {
      ...{ id: uuid(1), target, format, language, reminders: {}, confirm_until: now },
      ...{ secret: secrets.seal(secret, uuid(1)), former_secret: null, former_secret_until: null },
    };
    const delivery = {
      ...{ kind, attempts_before: 0 },
      message,
      message_id: uuid(9),
      request_id: null,
      created_at: new Date(timestamp),
      attempts: 1,
    };
    const outcome = await sender.send({ delivery, subscription } as unknown as Attempt);
    const request = received.at(-1)!;
    return { outcome, request, body: JSON.parse(request.body) as Record<string, unknown> };
  }

  it('is what Slack takes, in the language of the subscription, and signed', async () => {
    const { request, body } = await sent('slack', remind(), 'fr');
    expect(verifies(secret, request)).toBe(true);
    expect(request.headers['content-type']).toBe('application/json');
    const phrase = 'Outscale, IaaS (SecNumCloud)\u202f: fin de validité dans 34 jours';
    const section = (text: string) => ({ type: 'section', text: { type: 'plain_text', text, emoji: false } });
    const dossier = `<https://jalon.example.org/dossiers/${uuid(2)}|Voir dans Jalon>`;
    const ways = `${dossier}\n<${answerUrl}|Prendre acte ou reporter>`;
    expect(body).toEqual({
      text: `${phrase}, 29 décembre 2026`,
      blocks: [
        { ...section(phrase), type: 'header' },
        section('Décision 2279'),
        section('Échéance\u202f: 29 décembre 2026'),
        { type: 'section', text: { type: 'mrkdwn', text: ways, verbatim: true } },
      ],
    });
  });

  it('is what a workflow of Teams takes: an Adaptive Card', async () => {
    const { body } = await sent('teams', remind());
    const [attachment] = body.attachments as { contentType: string; content: { body: object[] } }[];
    expect([body.type, attachment?.contentType]).toEqual(['message', 'application/vnd.microsoft.card.adaptive']);
    expect(attachment?.content).toMatchObject({ type: 'AdaptiveCard', version: '1.4', lang: 'en' });
    const runs = attachment!.content.body.map((block) => (block as { inlines: object[] }).inlines[0]);
    expect(runs[0]).toMatchObject({ text: 'Outscale, IaaS (SecNumCloud): end of validity in 34 days' });
    expect(runs.at(-1)).toMatchObject({ selectAction: { type: 'Action.OpenUrl', url: answerUrl } });
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
    const message = remind({ provider: hostile, kind: 'officer-set', title: hostile });
    const slack = await sent('slack', message);
    expect(slack.body.text).not.toMatch(/[<>]/);
    const blocks = slack.body.blocks as { text: { type: string; text: string } }[];
    const marked = blocks.filter(({ text }) => text.type === 'mrkdwn').map(({ text }) => text.text);
    expect(marked.join()).not.toContain('evil');
    const teams = await sent('teams', message);
    expect(teams.request.body).not.toMatch(/"TextBlock"|"FactSet"/);
  });

  it('stays within the limits of the programs', async () => {
    const many = digest(...Array.from({ length: 500 }, (_, n) => ({ daysLeft: n, provider: 'é'.repeat(400) })));
    const slack = await sent('slack', many);
    expect((slack.body.blocks as object[]).length).toBeLessThanOrEqual(50);
    expect(slack.request.body).toContain('… (+ 485)');
    expect(Buffer.byteLength((await sent('teams', many)).request.body)).toBeLessThan(28_000);
  });

  it('asks a person for the confirmation, who follows its link', async () => {
    const asks: Message = {
      type: 'subscription.verification',
      timestamp,
      data: { subscription: uuid(1), round: 1, follows: [['Schemes', 'SecNumCloud']] },
    };
    const { outcome, request } = await sent('slack', asks);
    expect(outcome).toEqual({ result: 'delivered', code: 200 });
    expect(request.body).toContain(links.confirm(uuid(1), 1));
    expect(request.body).toContain('Schemes: SecNumCloud');
    expect(request.body).toContain('requested for this channel.');
    expect(request.body).not.toContain('unsubscribe');
  });
});
