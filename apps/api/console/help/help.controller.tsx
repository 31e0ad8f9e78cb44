import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ConsoleRoute } from '../frame/console-route.js';
import { This, type ThisPage } from '../frame/page.js';
import { show } from '../frame/show.js';
import { HelpView } from './help-view.js';
import { phrases } from '#language/phrases.js';

/** What everything means and how it is done, for whoever opens the console for the first time. */
@ApiExcludeController()
@Controller()
export class HelpPages {
  @Get('help')
  @ConsoleRoute('nothing')
  help(@This() page: ThisPage, @Res() reply: FastifyReply): void {
    const { title } = phrases(page.language).console.help;
    show(reply, page, { title, place: 'help', timeless: true, children: <HelpView page={page} /> });
  }
}
