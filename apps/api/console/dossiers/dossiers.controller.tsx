import { phrases } from '#language/phrases.js';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Refusal } from '#domain/refusal.js';
import { BoardReading } from '../../http/board-reading.js';
import { NameInPath } from '../../http/query-fields.js';
import { ConsoleRoute } from '../frame/console-route.js';
import { NotYet } from '../frame/not-yet.js';
import { This, type ThisPage } from '../frame/page.js';
import { queryOf } from '../frame/page-query.js';
import { show } from '../frame/show.js';
import { TimelineAsked } from '../frame/timeline-view.js';
import { dossierTitle } from '../frame/dossier-name.js';
import { DossierReading } from './dossier-reading.js';
import { WholeDossier } from './whole-dossier.js';

/** One dossier on one page. */
@ApiExcludeController()
@Controller()
export class DossierPages {
  constructor(
    private readonly dossiers: DossierReading,
    private readonly board: BoardReading,
  ) {}

  @Get('dossiers/:id')
  @ConsoleRoute('public-read')
  async one(
    @This() page: ThisPage,
    @Param('id', { schema: NameInPath }) name: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = await queryOf(page, TimelineAsked);
    if (asked.seen !== undefined) await this.board.position(asked.seen);
    const id = name.toLowerCase();
    try {
      const read = await this.dossiers.of(id, page.at);
      const title = dossierTitle(read.view, read.schemes, page.language);
      const children = <WholeDossier page={page} read={read} asked={asked} />;
      show(reply, page, { title, place: 'board', children });
    } catch (error) {
      const first = isNotYet(error, page) ? await this.dossiers.first(id) : undefined;
      if (!first) throw error;
      const { title } = phrases(page.language).console.frame.notYet;
      show(reply, page, {
        title,
        status: 404,
        place: 'board',
        children: <NotYet page={page} since={first.recordedAt} />,
      });
    }
  }
}

const isNotYet = (error: unknown, { at }: ThisPage): boolean =>
  error instanceof Refusal && error.code === 'unknown-dossier' && at.knownAt !== undefined;
