import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Deprecated } from '../../../apps/api/http/request.js';
import { sendHeaders } from '../../../apps/api/http/response-headers.js';
import { openApiDocuments } from '../../../apps/api/openapi/document.js';
import { Route } from '../../../apps/api/openapi/route.js';

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
