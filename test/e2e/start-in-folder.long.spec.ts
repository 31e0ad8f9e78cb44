import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { jalonClient } from '#client/jalon-client.js';
import { startSmtpReceiver } from '#test/smtp-receiver.js';
import { stageOf } from '#database/embedded/home-folder.js';
import { isRoot } from '#test/temporary-home.js';
import { until } from '#test/until.js';
import { startWebhookReceiver, trust } from '#test/webhook-receiver.js';

const KEY = 'folder_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
const root = resolve(import.meta.dirname, '../..');
const PROGRAM = ['apps', 'libs', 'migrations', 'samples', 'docs', 'node_modules', 'package.json', 'build.js'];
const FILES = [...PROGRAM, 'CHANGELOG.md', 'SECURITY.md', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];

/** A copy of the program in a folder below another, both with the mode. */
async function copied(mode: number): Promise<{ outer: string; folder: string }> {
  const outer = await mkdtemp(join(tmpdir(), 'jalon-program-'));
  const folder = join(outer, 'jalon');
  await mkdir(folder);
  for (const path of [outer, folder]) await chmod(path, mode);
  const sources = FILES.map((name) => join(root, name));
  const copy = (how: string) => promisify(execFile)('cp', [how, ...sources, folder]);
  await copy('-al').catch(() => copy('-a')); // links, on the same file system
  return { outer, folder };
}

/** The accounts that api and worker run as, by the processes that have written the log. */
async function usersOf(log: string): Promise<Record<string, string | undefined>> {
  const users: Record<string, string | undefined> = {};
  for (const [, name = '', pid = ''] of log.matchAll(/^\{"process":"(api|worker)",.*?"pid":(\d+)/gm))
    users[name] = /^Uid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return users;
}

describe('`npm start` in a folder of its own', () => {
  const ending: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ending.splice(0).toReversed()) await end();
  });

  it.each([
    { where: 'that nobody else may enter', mode: 0o700, staysRoot: true },
    { where: 'that all may read', mode: 0o755, staysRoot: false },
  ])('below one $where serves pages, reads a PDF, records, and sends', async ({ mode, staysRoot }) => {
    const { outer, folder } = await copied(mode);
    ending.push(() => rm(outer, { recursive: true, force: true }));
    if (isRoot) ending.push(() => rm(stageOf(join(folder, '.jalon')), { recursive: true, force: true }));
    const [smtp, endpoint] = await Promise.all([startSmtpReceiver(), startWebhookReceiver()]);
    ending.push(
      () => smtp.close(),
      () => endpoint.close(),
    );
    const start = spawn('npm', ['start'], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        PORT: '0',
        JALON_ADMIN_KEY: KEY,
        JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
        SMTP_URL: smtp.url,
        MAIL_FROM: 'Jalon <jalon@example.org>',
      },
    });
    let said = '';
    for (const stream of [start.stdout, start.stderr]) stream.on('data', (chunk: Buffer) => (said += String(chunk)));
    const ended = once(start, 'close');
    ending.push(async () => {
      start.kill('SIGTERM');
      await ended;
    });
    const ready = /^.*"msg":"Jalon is running\."\}$/m;
    await until(() => ready.test(said) || start.exitCode !== null);
    expect(said).toMatch(ready);
    const { address } = JSON.parse(ready.exec(said)?.[0] ?? '') as { address: string };
    const api = jalonClient({ address, key: KEY });

    // One of the six is a PDF.
    expect(said).toContain('Loaded the sample ledger: 55 events and 6 readings of registers.');
    for (const path of ['/', '/deadlines', '/providers', '/registers', '/docs']) {
      const page = await fetch(`${address}${path}`, { headers: { accept: 'text/html' } });
      expect([path, page.status, page.headers.get('content-type')]).toEqual([path, 200, expect.stringMatching(/html/)]);
    }
    const { data: provider } = await api.GET('/v1/providers/{id}', { params: { path: { id: '3ds-outscale' } } });
    const recorded = await api.POST('/v1/dossiers/{id}/events', {
      params: { path: { id: provider!.dossiers[0]!.id } },
      body: {
        type: 'ApplicationFiled',
        occurred: '2026-11-20',
        source: { kind: 'company', publisher: '3DS Outscale' },
        data: { title: 'Renewal asked for' },
      },
    });
    expect(recorded.response.status).toBe(201);
    const filter = { changes: true };
    await api.POST('/v1/subscriptions', {
      body: { channel: 'email', address: 'officer@example.org', language: 'en', filter },
    });
    const hook = await api.POST('/v1/subscriptions', { body: { channel: 'webhook', url: endpoint.url, filter } });
    trust(endpoint.url, hook.data!.secret);
    await Promise.all([smtp.waitFor(1), endpoint.waitFor(1)]);

    if (isRoot) {
      const users = await usersOf(said);
      expect(Object.keys(users).sort()).toEqual(['api', 'worker']);
      for (const user of Object.values(users)) expect(user === '0').toBe(staysRoot);
      expect(said.match(/This process stays root: jalon-app cannot read /g) ?? []).toHaveLength(staysRoot ? 2 : 0);
    }
    start.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
