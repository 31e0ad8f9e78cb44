import 'reflect-metadata';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PAYLOAD_TYPES } from '#subscriptions/messages/webhook/payload.js';
import { settingsReference } from '#programs/settings-reference.js';
import { startApi } from '#test/api.js';
import { startedOnce } from '#test/started.js';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { RELEASE } from '#settings/in-package.js';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import type { Deprecated } from '../../../apps/api/http/request.js';
import { sendHeaders } from '../../../apps/api/http/response-headers.js';
import { openApiDocuments } from '../../../apps/api/openapi/document.js';
import { Route } from '../../../apps/api/openapi/route.js';
import { wholeDocument } from '../../fuzz/document.js';

const served = startedOnce(() => startApi());

interface Shown {
  example?: unknown;
  examples?: unknown;
  schema?: { $ref?: string; example?: unknown; type?: string };
}

interface Operation {
  summary?: string;
  tags: string[];
  operationId: string;
  requestBody?: { content: Record<string, Shown> };
  responses: Record<string, Answer & { $ref?: string }>;
}

interface Answer {
  content?: Record<string, Shown>;
  headers?: object;
}

interface Document {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, Record<string, Operation>>;
  components: { schemas: object; responses: Record<string, Answer> };
}

describe('the OpenAPI documents', () => {
  /** The public document and that of administration. */
  let parts: Document[];
  let whole: Document;
  beforeAll(async () => {
    whole = (await wholeDocument(served.as())) as unknown as typeof whole;
    parts = await Promise.all(
      ['/openapi.json', '/openapi-admin.json'].map(async (path) => (await served.as().get(path)).body as Document),
    );
  });

  const operations = () =>
    Object.entries(whole.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );

  const resolved = (response: Answer & { $ref?: string }): Answer =>
    response.$ref === undefined ? response : (whole.components.responses[response.$ref.split('/').at(-1)!] ?? {});

  it('are OpenAPI 3.1', () => {
    expect(parts.map(({ openapi }) => openapi)).toEqual(['3.1.0', '3.1.0']);
  });

  it('are of at most 66 public operations and 96 in all, each in one of them', () => {
    const [open = [], admin = []] = parts.map(({ paths }) => Object.keys(paths));
    expect(operations().length).toBeLessThanOrEqual(96);
    expect(open.flatMap((path) => Object.keys(whole.paths[path]!)).length).toBeLessThanOrEqual(66);
    expect(open.filter((path) => admin.includes(path))).toEqual([]);
    expect(admin.filter((path) => !path.startsWith('/v1/admin/'))).toEqual(['/healthz', '/readyz', '/metrics']);
    for (const { paths, webhooks, tags } of parts) {
      const items = [...Object.values(paths), ...Object.values(webhooks)];
      const used = items.flatMap((item) => Object.values(item).flatMap((one) => one.tags));
      expect(new Set(tags.map(({ name }) => name))).toEqual(new Set(used));
    }
  });

  it('describe the purpose, responses and problems of every route', () => {
    for (const { name, operation } of operations()) {
      const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1];
      expect({ name, summary: typeof operation.summary }).toEqual({ name, summary: 'string' });
      if (!('204' in operation.responses))
        expect([name, Object.keys(success?.content ?? {}).length > 0]).toEqual([name, true]);
      for (const [status, response] of Object.entries(operation.responses).filter(([code]) => Number(code) >= 400))
        expect([name, status, Object.keys(resolved(response).content ?? {})]).toEqual([
          name,
          status,
          ['application/problem+json'],
        ]);
    }
  });

  it('list the columns of a list as CSV', () => {
    const answer = whole.paths['/v1/schemes/{id}/durations']?.['get']?.responses['200'];
    expect(answer?.content?.['text/csv']?.schema).toEqual({
      type: 'string',
      description: expect.stringContaining('Columns: `days` (since the start), `at_risk`, `reached`'),
    });
  });

  it('have a unique operationId of verb and object for every operation', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)+$/.test(id))).toEqual([]);
    expect(ids).toEqual(
      expect.arrayContaining([
        'listDossiers',
        'getDossier',
        'openDossier',
        'recordDossierEvent',
        'createSubscription',
        'answerReminder',
        'publishScheme',
        'compareDossiers',
      ]),
    );
  });

  it.each([
    ['get', '/v1/dossiers', '200', true],
    ['post', '/v1/subscriptions', '201', true],
    ['delete', '/v1/subscriptions/{id}', '204', false],
    ['post', '/v1/subscriptions/{id}/test', '202', false],
    ['get', '/v1/admin/api-keys', '200', false],
  ])('of %s %s: whether it names a position', (method, path, status, named) => {
    expect('Jalon-Position' in (whole.paths[path]?.[method]?.responses[status]?.headers ?? {})).toBe(named);
  });

  it('have an example of every request and response body', () => {
    const { schemas } = whole.components as { schemas: Record<string, { example?: unknown }> };
    const shown = (content: Record<string, Shown> = {}) =>
      Object.values(content).every(({ example, examples, schema }) => {
        const named = schemas[schema?.$ref?.split('/').at(-1) ?? ''];
        return (example ?? examples ?? schema?.example ?? named?.example) !== undefined || schema?.type === 'string';
      });
    const without = operations().filter(({ operation: { requestBody, responses } }) => {
      const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
      return !shown(requestBody?.content) || !shown(success?.content);
    });
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('describe every webhook message with an example', () => {
    const sent = Object.entries(whole.webhooks);
    expect(sent.map(([type]) => type)).toEqual(PAYLOAD_TYPES);
    for (const [type, { post }] of sent) {
      const { schema, example } = Object(post?.requestBody?.content['application/json']) as Shown;
      expect(Object.keys(whole.components.schemas)).toContain(schema?.$ref?.split('/').at(-1));
      expect(example).toMatchObject({ type });
    }
  });

  it('contain what they refer to, and nothing else', () => {
    for (const document of parts) {
      const references = JSON.stringify(document).match(/"#\/components\/schemas\/[^"]+"/g) ?? [];
      const names = new Set(references.map((reference) => reference.slice(22, -1)));
      expect(new Set(Object.keys(document.components.schemas))).toEqual(names);
    }
  });

  it('are accompanied by a table of every setting', async () => {
    const { status, body } = await served.as().get('/docs/reference');
    const shown = (String(body).split('<h2 id="settings">')[1] ?? '').matchAll(/^<tr><td><code>(\w+)/gm);
    expect([status, [...shown].map(([, name]) => name)]).toEqual([200, settingsReference().map(({ name }) => name)]);
  });

  it.each(['/docs', '/docs/admin'])('are shown by pages that load nothing from other hosts (%s)', async (address) => {
    const page = await served.as().get(address);
    expect(page.status).toBe(200);
    expect(page.body).not.toMatch(/https?:\/\//);
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    for (const [, path] of (page.body as string).matchAll(/(?:src|href|data-document)="([^"]+)"/g))
      expect(await served.as().get(path ?? '')).toMatchObject({ status: 200 });
  });
});

const root = join(import.meta.dirname, '../../..');
/** The document that the build has made; the types of our own client are made of it there, by openapi-typescript. */
const path = join(root, 'dist/openapi.json');

describe('the OpenAPI document of the build', () => {
  let source: string;
  beforeAll(async () => {
    source = await readFile(path, 'utf8');
  });

  it('has the version of the release', () => {
    expect(JSON.parse(source)).toMatchObject({ info: { version: RELEASE } });
  });

  it.each(['openapi.json', 'openapi-admin.json'])(
    "follows Redocly's rules, without a warning (%s) (long)",
    async (name) => {
      const source = await readFile(join(root, 'dist', name), 'utf8');
      const config = await createConfig({ extends: ['recommended'] });
      const problems = await lintFromString({ source, config });
      expect(problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
    },
  );

  it('gives the TypeScript of docs/api.md types by which it compiles as printed (long)', async () => {
    const docs = await readFile(join(root, 'docs/api.md'), 'utf8');
    const [, , command = '', program = ''] =
      /### TypeScript\n([^]*?)```sh\nnpx openapi-typescript \S+ (.*)\n```[^]*?```ts\n([^]*?)```/.exec(docs) ?? [];
    const inside = await mkdtemp(join(root, 'node_modules/.docs-')); // where its imports are found
    try {
      await writeFile(join(inside, 'program.ts'), program);
      const run = promisify(execFile);
      const bin = (name: string) => join(root, 'node_modules/.bin', name);
      await run(bin('openapi-typescript'), [path, ...command.split(' ')], { cwd: inside });
      const options = '--noEmit --strict --skipLibCheck --target es2022 --module nodenext --types node --ignoreConfig';
      const [compiled] = await Promise.allSettled([
        run(bin('tsc'), [...options.split(' '), 'program.ts'], { cwd: inside }),
      ]);
      expect(compiled).toMatchObject({ status: 'fulfilled', value: { stdout: '' } });
    } finally {
      await rm(inside, { recursive: true });
    }
  });
});

describe('a deprecated route', () => {
  let app: NestFastifyApplication | undefined;
  afterEach(() => app?.close());

  /** No route of Jalon is deprecated at present. */
  async function serve(deprecated: Deprecated): Promise<NestFastifyApplication> {
    @Controller('v1')
    class Former {
      @Get('former')
      @Route({ summary: 'Get it', needs: 'nothing', answers: z.strictObject({}), example: {}, deprecated })
      getFormer() {
        return {};
      }
    }
    @Module({ controllers: [Former] })
    class Served {}
    const adapter = new FastifyAdapter();
    const fastify = adapter.getInstance<FastifyInstance>();
    fastify.decorate('publicUrl', 'https://jalon.example.org');
    sendHeaders(fastify, { written: String });
    app = await NestFactory.create<NestFastifyApplication>(Served, adapter, { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    return app;
  }

  it('says since when, until when and why, and is marked in the OpenAPI document', async () => {
    const link = 'https://jalon.example.org/changes';
    const server = await serve({ since: '2027-01-01', sunset: '2027-07-02', link });
    const { status, headers } = await fetch(`${await server.getUrl()}/v1/former`);
    expect([status, headers.get('deprecation')]).toEqual([200, '@1798761600']);
    expect(headers.get('sunset')).toBe('Fri, 02 Jul 2027 00:00:00 GMT');
    expect(headers.get('link')).toBe(`<${link}>; rel="deprecation"; type="text/html"`);
    const { get } = openApiDocuments(server).public.paths['/v1/former'] ?? {};
    expect(get?.deprecated).toBe(true);
    expect(Object.keys(Object(get?.responses['200']).headers)).toEqual(
      expect.arrayContaining(['Deprecation', 'Sunset', 'Link']),
    );
  });

  it('is not removed sooner than half a year later', async () => {
    const serving = serve({ since: '2027-01-01', sunset: '2027-06-01', link: '/docs' });
    await expect(serving).rejects.toThrow('/v1/former is removed too soon after its deprecation');
  });
});
