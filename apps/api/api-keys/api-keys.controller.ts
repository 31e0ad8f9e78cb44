import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiKeys, ScopeSchema } from '#access/api-keys.js';
import { Name } from '#domain/text/text.js';
import { NameInPath } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';

const CreateKey = z
  .strictObject({ name: Name, scopes: z.array(ScopeSchema).min(1).max(3) })
  .meta({ id: 'CreateApiKey', examples: [{ name: 'the register watcher', scopes: ['record'] }] });

const KeyAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(ScopeSchema).describe('Each scope includes those before it: read, record, admin.'),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' });

const NewKeyAnswer = KeyAnswer.extend({ key: z.string().describe('Returned only once.') }).meta({ id: 'NewApiKey' });

const keyExample = {
  id: '0f1e2d3c4b5a',
  name: 'the register watcher',
  scopes: ['record'],
  createdAt: '2026-11-25T08:00:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
};

@ApiTags('api keys')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Post()
  @Route({
    summary: 'Create an API key',
    description: 'The key is returned only once; only its hash is stored.',
    needs: 'admin',
    status: 201,
    answers: NewKeyAnswer,
    example: { ...keyExample, key: 'jalon_0f1e2d3c4b5a_…' },
    problems: ['invalid-body'],
  })
  createApiKey(@Body({ schema: CreateKey }) body: z.output<typeof CreateKey>) {
    return this.keys.create(body);
  }

  @Get()
  @Route({
    summary: 'List API keys, including revoked ones',
    needs: 'admin',
    answers: z.strictObject({ items: z.array(KeyAnswer) }).meta({ id: 'ApiKeys' }),
    example: { items: [keyExample] },
  })
  async listApiKeys() {
    return { items: await this.keys.list() };
  }

  @Delete(':id')
  @Route({
    summary: 'Revoke an API key',
    description: 'Takes effect within seconds. The key remains listed, because events name it as their actor.',
    needs: 'admin',
    answers: KeyAnswer,
    example: { ...keyExample, revokedAt: '2026-11-26T08:00:00.000Z' },
    problems: ['unknown-key'],
  })
  revokeApiKey(@Param('id', { schema: NameInPath }) id: string) {
    return this.keys.revoke(id);
  }
}
