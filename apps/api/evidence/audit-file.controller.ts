import { Controller, Get, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Language } from '#language/language.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { NameInPath, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';
import { AuditFiles } from './audit-files.js';

const At = z.strictObject(viewpoint);

const sends = (subject: 'dossier' | 'provider'): MethodDecorator =>
  Route({
    summary: `Download the auditor's file of a ${subject}`,
    description:
      'A ZIP archive that can be read offline: a page in English and one in French with the status, the trail of all events, sources and evidence; `events.json`; the files of evidence; and `SHA256SUMS`, which `sha256sum -c` checks. The archive is incomplete if its last file, `SHA256SUMS`, is missing.',
    needs: 'read',
    produces: 'application/zip',
    problems: [subject === 'dossier' ? 'not-found' : 'not-found'],
  });

@ApiTags('evidence')
@Controller('v1')
export class AuditFileController {
  constructor(
    private readonly files: AuditFiles,
    private readonly viewpoints: Viewpoints,
    private readonly providers: ProviderIds,
  ) {}

  @Get('dossiers/:id/audit-file')
  @sends('dossier')
  async downloadDossierAuditFile(
    @Param('id', { schema: NameInPath }) id: string,
    @Query({ schema: At }) query: z.output<typeof At>,
    @RequestLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const at = await this.viewpoints.of(query);
    return this.files.send({ kind: 'dossier', id: id.toLowerCase() }, at, { language, request, reply });
  }

  @Get('providers/:id/audit-file')
  @sends('provider')
  async downloadProviderAuditFile(
    @Param('id', { schema: NameInPath }) name: string,
    @Query({ schema: At }) query: z.output<typeof At>,
    @RequestLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const id = await this.providers.of(name);
    return this.files.send({ kind: 'provider', id }, await this.viewpoints.of(query), { language, request, reply });
  }
}
