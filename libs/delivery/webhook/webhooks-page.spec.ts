import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from '@swc/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { uuid } from '#test/events.js';
import { links, secrets, timestamp } from '#test/mail-of.js';
import { verifies } from '#test/webhook-verification.js';
import type { Attempt } from '../recipient.js';
import { AddressGuard } from '#delivery/webhook/address-guard.js';
import { cloudEventSample, payloadSamples } from '#notifications/webhook/payload-samples.js';
import { newSigningKey, signatureOf } from '#delivery/webhook/signing-key.js';
import { WebhookSender } from '#delivery/webhook/webhook-sender.js';

const page = await readFile(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, block = '']) => block);

/** What stands in a row of the page's tables. */
const said = (name: string, nth = 0): string =>
  [...page.matchAll(new RegExp(`^\\| ${name} +\\| \`([^\`]+)\``, 'gm'))][nth]?.[1] ?? '';

describe('the page on webhooks', () => {
  it('shows each message as its sample has it', () => {
    const samples = { ...payloadSamples, cloudevents: cloudEventSample };
    const shown = [...page.matchAll(/<!-- sample: (\S+) -->\n\n```json\n(.*?)```/gs)].map(([, name, json = '']) => [
      name,
      JSON.parse(json) as unknown,
    ]);
    expect(Object.fromEntries(shown)).toEqual(samples);
  });

  it('has a sample message with valid signatures', () => {
    const signed = (signature: string) => ({
      headers: {
        'webhook-id': said('`webhook-id`'),
        'webhook-timestamp': said('`webhook-timestamp`'),
        'webhook-signature': signature,
      },
      body: blocks('text')[0]!.trimEnd(),
    });
    expect(verifies(said('secret'), signed(said('its signature')))).toBe(true);
    expect(verifies(said('public key'), signed(said('its signature', 1)))).toBe(true);
    const { headers, body } = signed('');
    const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(signatureOf(content, said('secret'))).toBe(said('its signature'));
  });

  describe('has an endpoint that', () => {
    const sender = new WebhookSender(new AddressGuard(['127.0.0.1']), secrets, links, new Clock());
    const keys = [newSigningKey('hmac'), newSigningKey('ed25519')];
    let directory: string;
    let endpoints: { process: ChildProcess; url: string }[];

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'jalon-docs-'));
      await writeFile(join(directory, 'package.json'), '{ "type": "module" }');
      const [verify = '', endpoint = ''] = blocks('ts');
      const jsc = { parser: { syntax: 'typescript' }, target: 'es2022' } as const;
      for (const [name, source] of Object.entries({ verify, endpoint }))
        await writeFile(join(directory, `${name}.js`), (await transform(source, { jsc })).code);
      endpoints = await Promise.all(keys.map(({ publicKey, secret }) => start(publicKey ?? secret)));
    });
    afterAll(async () => {
      for (const { process } of endpoints) process.kill();
      await sender.close();
      await rm(directory, { recursive: true });
    });

    async function start(key: string) {
      const env = { ...process.env, NODE_OPTIONS: '', KEY: key, PORT: '0' };
      const child = spawn(process.execPath, [join(directory, 'endpoint.js')], { env, stdio: ['ignore', 'pipe', 2] });
      const [line] = (await once(child.stdout!, 'data')) as [Buffer];
      return { process: child, url: `http://127.0.0.1:${/on (\d+)/.exec(String(line))?.[1]}/` };
    }

    const sent = (url: string, secret: string, type = 'subscription.test') => {
      const data = { subscription: uuid(1), round: 1 };
      const message = { type, timestamp, data };
      const queued = { cause: 'event:1', attempts_before: 0 };
      const delivery = { message, message_id: uuid(9), created_at: new Date(timestamp), attempts: 1, ...queued };
      const sealed = secrets.seal(secret, uuid(1));
      const subscription = { id: uuid(1), target: url, format: 'standard', secret: sealed, former_secret_until: null };
      return sender.send({ delivery, subscription } as unknown as Attempt);
    };

    it.each([
      [0, 'a secret'],
      [1, 'a public key'],
    ])('confirms, and takes nothing that others have signed: %i, with %s', async (nth) => {
      const { url } = endpoints[nth]!;
      const asked = await sent(url, keys[nth]!.secret, 'subscription.verification');
      expect(asked).toMatchObject({ result: 'delivered', confirmed: true });
      for (const other of [newSigningKey('hmac'), newSigningKey('ed25519')])
        expect(await sent(url, other.secret)).toMatchObject({
          code: 401,
          answer: { body: 'Error: bad signature' },
        });
    });
  });
});
