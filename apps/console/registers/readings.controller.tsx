import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Difference } from '#domain/register/judgement.js';
import { writtenDate, writtenInstant } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { ReadingAttempt } from '#registers/attempts.js';
import { fileNameOf } from '#registers/document-file.js';
import { DecideReading } from '#registers/read-register.js';
import { GetReading, GetReadingDocument } from '#registers/get-reading.js';
import { dossiersOfEntries } from '#registers/list-entries.js';
import { GetRegister } from '#registers/get-register.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { actorOf } from '#access/principal.js';
import { NameInPath } from '../../api/http/query-fields.js';
import { IdInPath } from '../../api/auth/caller.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { addressOf, callerOf, may, Page, type PageContext, pageNumber, queryOf } from '../frame/page.js';
import { abouts } from '../approvals/approval-view.js';
import { ActivitySubjects } from '../activity/activity-subjects.js';
import { asOfNow } from './holds.js';
import { problemsOfReason } from './reason.js';
import { ReadingContent } from './reading-view.js';

const Asked = z.object({ page: pageNumber });

/** The page of a reading, its document, and the decision on one that is on hold. */
@Pages('registers/:slug/readings/:id')
export class ReadingPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly db: LedgerDatabase,
    private readonly schemes: SchemeCatalogue,
    private readonly subjects: ActivitySubjects,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async one(
    @Page() page: PageContext,
    @Param('slug', { schema: NameInPath }) slug: string,
    @Param('id', { schema: IdInPath }) id: string,
  ): Promise<Answer> {
    return this.#show(page, await this.queries.execute(new GetReading(id, slug, !may(page, 'read'))));
  }

  /** As it was read. Sent as a file: browsers do not display or run it. */
  @Get('document')
  @ConsoleRoute('read')
  async document(
    @Param('slug', { schema: NameInPath }) slug: string,
    @Param('id', { schema: IdInPath }) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const attempt = await this.queries.execute(new GetReading(id, slug));
    const document = await this.queries.execute(new GetReadingDocument(attempt.id));
    void reply
      .headers({
        'Content-Disposition': `attachment; filename="${fileNameOf(attempt, document)}"`,
        'X-Content-Type-Options': 'nosniff',
        Vary: 'Cookie',
      })
      .type('application/octet-stream')
      .send(document.bytes);
  }

  @Post()
  @ConsoleRoute('record')
  async decide(
    @Page() page: PageContext,
    @Param('slug', { schema: NameInPath }) slug: string,
    @Param('id', { schema: IdInPath }) id: string,
    @Body() form: URLSearchParams,
    @Req() { id: correlationId }: FastifyRequest,
  ): Promise<Answer> {
    const attempt = await this.queries.execute(new GetReading(id, slug));
    const reason = (form.get('reason') ?? '').trim();
    const problems = await problemsOfReason(reason);
    if (problems.length > 0) return this.#show(page, attempt, { reason, problems });
    const decision = form.get('decision') === 'accept' ? 'accept' : 'discard';
    const caller = callerOf(page);
    const mayApprove = caller.scopes.has('approve');
    try {
      const { state } = await this.commands.execute(
        new DecideReading(attempt.id, decision, reason, {
          ...{ actor: actorOf(caller), correlationId, mayApprove },
          preview: form.get('preview') ?? undefined,
        }),
      );
      const done = state === 'recorded' ? 'accepted' : state;
      return { redirect: addressOf(page, `/registers/${slug}/readings/${attempt.id}`, { done }) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
      const now = await this.queries.execute(new GetReading(id, slug));
      return this.#show(page, now, { reason, refused: error });
    }
  }

  /** The dossiers that the reading opened are on record by now. */
  async #withDossiers({ register, state, differences }: ReadingAttempt): Promise<Difference[]> {
    if (state !== 'recorded') return differences;
    const opened = differences.flatMap(({ dossier, entry }) => (dossier === null ? [entry] : []));
    const dossiers = await dossiersOfEntries(this.db, register, opened);
    return differences.map((one) => ({ ...one, dossier: one.dossier ?? dossiers.get(one.entry) ?? null }));
  }

  async #show(
    page: PageContext,
    attempt: ReadingAttempt,
    typed: { reason?: string; problems?: readonly Problem[]; refused?: Refusal } = {},
  ): Promise<Answer> {
    const { page: number } = await queryOf(page, Asked);
    const { register, lastRead } = await this.queries.execute(new GetRegister(attempt.register));
    const differences = await this.#withDossiers(attempt);
    const schemes = await this.schemes.at();
    const scheme = schemes.get(register.scheme);
    const subjects = await this.subjects.of(page, abouts(attempt.preview?.changes ?? []));
    const { day, at } = attempt;
    const when = day === null ? writtenInstant(at, page.zone, page.language) : writtenDate(day, page.language);
    return {
      title: phrases(page.language).console.readings.reading.title(register.name, when),
      menuEntry: 'registers',
      timeless: true,
      status: typed.problems || typed.refused ? (attempt.state === 'held' ? 422 : 409) : 200,
      children: (
        <ReadingContent
          {...{ page, register, scheme, schemes, subjects, number, ...typed }}
          attempt={{ ...asOfNow(attempt, lastRead), differences }}
        />
      ),
    };
  }
}
