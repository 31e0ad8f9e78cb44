import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { freePort } from '#database/embedded/embedded.js';
import { startApi, testSettings, type TestApi } from '#test/api.js';
import { assistantOf, assistantOn } from '#test/assistant.js';
import { built } from '#test/built.js';
import { pagesOf } from '#test/client.js';
import { freshDatabase } from '#test/database.js';
import { startSample } from '#test/sample.js';
import { createApi } from '../../../apps/api/application.js';

const root = resolve(import.meta.dirname, '../../..');

describe('an assistant', () => {
  let sample: TestApi;
  let assistant: Awaited<ReturnType<typeof assistantOf>>;
  beforeAll(async () => {
    sample = await startSample();
    assistant = await assistantOf(sample.url);
  });
  afterAll(async () => {
    await assistant.close();
    await sample.close();
  });

  const rest = async (path: string) => (await pagesOf(sample.as(), path)).flat();

  /** The items of all pages. */
  const all = async (tool: string, asked: object) => {
    const items = [];
    for (let page = { next: undefined as string | null | undefined }; page.next !== null;) {
      const next = await assistant.ask(tool, { ...asked, limit: 7, ...(page.next && { cursor: page.next }) });
      items.push(...next.items);
      page = next;
    }
    return items;
  };

  it('has six tools, none of which writes', () => {
    const names = assistant.tools.map(({ name, annotations }) => annotations?.readOnlyHint && name);
    expect(names).toEqual(['find', 'status', 'history', 'difference', 'expiring', 'why']);
    expect(assistant.client.getServerCapabilities()).toEqual({ tools: {}, logging: {} });
  });

  it('is told what REST says, page by page', async () => {
    const [{ id }] = await rest('/v1/dossiers?providers=bleu&schemes=secnumcloud');
    for (const [tool, asked, path] of [
      ['status', { asOf: '2024-06-30' }, '/v1/dossiers?asOf=2024-06-30'],
      ['difference', { from: '2024-01-01', to: '2026-11-25' }, '/v1/diff?from=2024-01-01&to=2026-11-25'],
      ['expiring', { within: 900, kind: 'all' }, '/v1/deadlines?within=900'],
      ['history', { provider: 'bleu', scheme: 'secnumcloud' }, `/v1/dossiers/${id}/events`],
    ] as const) {
      const told = (await all(tool, asked)).map((one) => [one.event ?? one.because?.event ?? one.id, one.due]);
      expect(told).toEqual((await rest(path)).map((one) => [one.event ?? one.id, one.due]));
    }
    for (const one of await rest('/v1/dossiers')) {
      const why = await assistant.ask('why', { dossier: one.id });
      expect([why.because, why.status, why.more]).toEqual([one.because, one.status, 0]);
      const explained = why.events.map(({ event }: { event: string }) => event);
      expect(explained).toEqual(
        expect.arrayContaining(one.warnings.flatMap(({ events }: { events: string[] }) => events)),
      );
    }
  });

  it('is refused the next page of another question', async () => {
    const { next: cursor } = await assistant.ask('status', { scheme: 'secnumcloud', limit: 1 });
    expect((await assistant.ask('status', { scheme: 'secnumcloud', limit: 2, cursor })).items).toHaveLength(2);
    for (const [tool, asked] of [
      ['status', { cursor }],
      ['status', { scheme: 'secnumcloud', asOf: '2026-01-01', cursor }],
      ['difference', { from: '2024-01-01', scheme: 'secnumcloud', cursor }],
    ] as const)
      expect((await assistant.ask(tool, asked)).problems).toMatchObject([
        { field: 'cursor', code: 'cursor-of-other-list' },
      ]);
  });

  it('finds names, and is told what may be meant by others', async () => {
    const { items } = await assistant.ask('find', { query: 'ovhcloud' });
    const [{ dossier }] = (await assistant.ask('find', { query: 'ovhcloud', kind: 'service' })).items;
    const history = await assistant.ask('history', { dossier: dossier.id, knownAt: '2027-01-01T00:00:00Z' });
    for (const { address } of [...items, history.items[0]])
      expect((await sample.as().get(address.replace(/^https?:\/\/[^/]+/, ''))).status).toBe(200);
    const meant = async (tool: string, asked: Record<string, unknown>) => {
      const { problems, candidates } = await assistant.ask(tool, asked);
      return [problems[0].field, problems[0].code, candidates?.[0]?.provider.quoted.name];
    };
    expect(await meant('status', { provider: 'OVHclowd' })).toEqual(['provider', 'provider-not-found', 'OVHcloud']);
    expect(await meant('why', { provider: 'ovhcloud' })).toEqual(['dossier', 'several-match', 'OVHcloud']);
    expect(await meant('why', { dossier: 'Bare Metal' })).toEqual(['dossier', 'dossier-not-found', 'OVHcloud']);
    expect(await meant('why', { provider: 'bleu', scheme: 'x' })).toEqual(['scheme', 'scheme-not-found', undefined]);
    expect(await meant('history', {})).toEqual(['dossier', 'required', undefined]);
    expect(await meant('difference', { from: '2024-02-30' })).toEqual(['from', 'no-such-day', undefined]);
    expect(await meant('expiring', { withn: 3 })).toEqual(['withn', 'unknown-field', undefined]);
    await expect(assistant.ask('record')).rejects.toThrow('must be one of');
  });

  it('asks on standard input and output, too (long)', async () => {
    const program = { command: process.execPath, args: [built('apps/cli/main.ts'), 'mcp'] };
    const on = (env: Record<string, string>) => assistantOn(new StdioClientTransport({ ...program, env }));
    const piped = await on({ JALON_URL: sample.url });
    expect(await piped.ask('status')).toEqual(await assistant.ask('status'));
    await piped.close();
    await expect(on({ JALON_URL: sample.url, JALON_KEY: 'wrong' })).rejects.toThrow('API key with scope read');
  });
});

describe('/mcp', () => {
  it('passes every conformance scenario that needs no tool, prompt or resource of its own (long)', async () => {
    const database = await freshDatabase();
    const port = await freePort('127.0.0.1');
    const url = `http://127.0.0.1:${port}`;
    const app = await createApi(testSettings(database.appUrl, { PUBLIC_READ: 'on', PUBLIC_URL: url }), new Clock());
    await app.listen(port, '127.0.0.1');
    const program = join(root, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
    const baseline = ['--expected-failures', join(root, 'test/data/mcp-expected-failures.yml')];
    const run = [program, 'server', '--url', `${url}/mcp`, ...baseline];
    const { stdout } = await promisify(execFile)(process.execPath, run, { cwd: tmpdir() });
    expect(stdout).toContain('✓ dns-rebinding-protection: 2 passed, 0 failed');
    await app.close();
    await database.close();
  });

  it('admits the keys of REST, one message at a time, and pages of no other site', async () => {
    const served = await startApi();
    const message = { jsonrpc: '2.0', id: 1, method: 'ping' };
    const status = async (key: string | undefined, body: unknown, origin?: string) =>
      (
        await served
          .as(key)
          .post('/mcp', body, { accept: 'application/json, text/event-stream', ...(origin && { origin }) })
      ).status;
    const reader = await served.keyWith('read');
    expect(await status(undefined, message)).toBe(401);
    expect(await status(await served.keyWith('metrics'), message)).toBe(403);
    expect(await status(reader, message)).toBe(200);
    expect(await status(reader, [message, message])).toBe(422);
    expect(await status(reader, { ...message, params: { arguments: '{}' } })).toBe(422);
    expect(await status(reader, message, 'https://evil.example')).toBe(403);
    expect((await served.as(reader).get('/mcp')).headers.get('allow')).toBe('POST');
    await served.close();
  });
});
