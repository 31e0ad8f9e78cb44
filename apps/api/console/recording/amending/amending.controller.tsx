import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NameInPath } from '../../../http/query-fields.js';
import { Rejection } from '../../../problem/rejection.js';
import { ConsoleRoute, This, type ThisPage } from '../../frame/page.js';
import { Subjects } from '../subject.js';
import { AmendingRoom } from './amending-room.js';
import type { Act } from './not-amendable.js';

/** Correcting and retracting what is on record on a dossier or a provider. */
@ApiExcludeController()
@Controller(['dossiers/:name/events/:event', 'providers/:name/events/:event'])
export class AmendingPages {
  constructor(
    private readonly subjects: Subjects,
    private readonly room: AmendingRoom,
  ) {}

  @Get(':act')
  @ConsoleRoute('record')
  async open(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Param('event') id: string,
    @Param('act') act: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = { id, act: actNamed(act) };
    await this.room.open(page, reply, await this.subjects.of(page, name), asked);
  }

  @Post(':act')
  @ConsoleRoute('record')
  async take(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Param('event') id: string,
    @Param('act') act: string,
    @Body() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = { id, act: actNamed(act) };
    await this.room.take(page, reply, await this.subjects.of(page, name), asked, form);
  }
}

/** @throws Rejection not-found */
function actNamed(name: string): Act {
  if (name === 'correct' || name === 'retract') return name;
  throw new Rejection('not-found', `Nothing called ${name} can be recorded here.`);
}
