import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from '@swc/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { uuid } from '#test/events.js';
import { links, secrets, timestamp } from '#test/mail-of.js';
import { verifies } from '#test/webhook-receiver.js';
import { temporaryFolder } from '#test/temporary-folder.js';
import type { Attempt } from '../attempt.js';
import { AddressGuard } from './address-guard.js';
import { payloadSample } from '../../messages/webhook/payload.js';
import { newSecret, signatureOf } from './webhook-settings.js';
import { WebhookSender } from './webhook-sender.js';

const page = await readFile(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, block = '']) => block);

/** What stands in a row of the page's tables. */
const said = (name: string): string => new RegExp(`^\\| ${name} +\\| \`([^\`]+)\``, 'm').exec(page)?.[1] ?? '';

describe('the page on webhooks', () => {
  it('shows an event as its sample has it', () => {
    const shown = /<!-- sample: event.recorded -->\n\n```json\n(.*?)```/s.exec(page)?.[1] ?? '';
    expect(JSON.parse(shown)).toEqual(payloadSample('event.recorded'));
  });

  it('has a sample message with a valid signature', () => {
    const signed = (signature: string) => ({
      headers: {
        'webhook-id': said('`webhook-id`'),
        'webhook-timestamp': said('`webhook-timestamp`'),
        'webhook-signature': signature,
      },
      body: blocks('text')[0]!.trimEnd(),
    });
    expect(verifies(said('secret'), signed(said('its signature')))).toBe(true);
    const { headers, body } = signed('');
    const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(signatureOf(content, said('secret'))).toBe(said('its signature'));
  });

  describe('has an endpoint that', () => {
    const letters = { schemes: { at: () => Promise.resolve(builtInSchemes) }, zone: 'Europe/Paris' };
    const sender = new WebhookSender(new AddressGuard(['127.0.0.1']), secrets, links, new Clock(), letters);
    const key = newSecret();
    const directory = temporaryFolder();
    let endpoint: { process: ChildProcess; url: string };

    beforeAll(async () => {
      await writeFile(join(directory, 'package.json'), '{ "type": "module" }');
      const [verify = '', server = ''] = blocks('ts');
      const jsc = { parser: { syntax: 'typescript' }, target: 'es2022' } as const;
      for (const [name, source] of Object.entries({ verify, endpoint: server }))
        await writeFile(join(directory, `${name}.js`), (await transform(source, { jsc })).code);
      endpoint = await start();
    });
    afterAll(async () => {
      endpoint.process.kill();
      await sender.close();
    });

    async function start() {
      const env = { ...process.env, NODE_OPTIONS: '', KEY: key, PORT: '0' };
      const child = spawn(process.execPath, [join(directory, 'endpoint.js')], { env, stdio: ['ignore', 'pipe', 2] });
      const [line] = (await once(child.stdout!, 'data')) as [Buffer];
      return { process: child, url: `http://127.0.0.1:${/on (\d+)/.exec(String(line))?.[1]}/` };
    }

    const sent = (secret: string, type = 'subscription.test') => {
      const data = { subscription: uuid(1), round: 1 };
      const message = { type, timestamp, data };
      const queued = { kind: 'event', attempts_before: 0 };
      const delivery = { message, message_id: uuid(9), created_at: new Date(timestamp), attempts: 1, ...queued };
      const sealed = secrets.seal(secret, uuid(1));
      const subscription = {
        id: uuid(1),
        target: endpoint.url,
        format: 'standard',
        secret: sealed,
        former_secret_until: null,
      };
      return sender.send({ delivery, subscription } as unknown as Attempt);
    };

    it('confirms, and takes nothing that others have signed', async () => {
      const asked = await sent(key, 'subscription.verification');
      expect(asked).toMatchObject({ result: 'delivered', confirmed: true });
      expect(await sent(newSecret())).toMatchObject({ code: 401, answer: { body: 'Error: bad signature' } });
    });
  });
});
