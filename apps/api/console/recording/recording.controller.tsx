import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NameInPath } from '../../http/query-fields.js';
import { ConsoleRoute, This, type ThisPage } from '../frame/page.js';
import { RecordingRoom } from './recording-room.js';
import { Subjects } from './subject.js';

/** What happened to a dossier or a provider. */
@ApiExcludeController()
@Controller(['dossiers/:name/record', 'providers/:name/record'])
export class RecordingPages {
  constructor(
    private readonly subjects: Subjects,
    private readonly room: RecordingRoom,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async choose(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.room.choose(page, reply, await this.subjects.of(page, name));
  }

  @Get(':type')
  @ConsoleRoute('record')
  async open(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Param('type') type: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.room.open(page, reply, await this.subjects.of(page, name), type);
  }

  @Post(':type')
  @ConsoleRoute('record')
  async take(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Param('type') type: string,
    @Body() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.room.take(page, reply, await this.subjects.of(page, name), type, form);
  }

  @Post(':type/check')
  @ConsoleRoute('record')
  async check(
    @This() page: ThisPage,
    @Param('name', { schema: NameInPath }) name: string,
    @Param('type') type: string,
    @Body() form: URLSearchParams,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.room.check(page, reply, await this.subjects.of(page, name), type, form);
  }
}
