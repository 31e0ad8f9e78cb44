import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal.js';
import type { Language } from '#language/language.js';
import { type Phrases, phrases } from '#language/phrases.js';
import { EndSubscription } from '#subscriptions/change-subscription.js';
import { ConfirmSubscription } from '#subscriptions/confirm-subscription.js';
import { Needs } from '../auth/needs.js';
import { framed, languageIn, sendPage } from '../pages/html-page.js';
import { IdInPath } from './caller-scope.js';

/**
 * Targets of the links in emails. GET changes nothing, because mail scanners open links; the page has a button. Mail clients
 * also POST to `unsubscribe` directly (RFC 8058).
 */
@ApiExcludeController()
@Controller('subscriptions/:id')
export class SubscriptionPagesController {
  constructor(private readonly commands: CommandBus) {}

  @Get('confirm')
  @Needs('nothing')
  requestConfirmation(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    show('confirm', request, reply);
  }

  @Post('confirm')
  @Needs('nothing')
  async confirm(
    @Param('id', { schema: IdInPath }) id: string,
    @Query('token') token: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const done = await taken(this.commands.execute(new ConfirmSubscription(id, textOf(token))));
    show(done ? 'confirmed' : 'invalid', request, reply, done ? 200 : 422);
  }

  @Get('unsubscribe')
  @Needs('nothing')
  askToEnd(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    show('unsubscribe', request, reply);
  }

  @Post('unsubscribe')
  @Needs('nothing')
  async end(
    @Param('id', { schema: IdInPath }) id: string,
    @Query('token') token: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const done = await taken(this.commands.execute(new EndSubscription(id, { token: textOf(token) })));
    show(done ? 'unsubscribed' : 'invalid', request, reply, done ? 200 : 422);
  }
}

const textOf = (token: unknown): string => (typeof token === 'string' ? token : '');

/** @returns false if it was refused, whatever the reason */
async function taken(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function show(name: PageName, request: FastifyRequest, reply: FastifyReply, status = 200): void {
  sendPage(reply, status, pageHtml(name, languageIn(request.headers['accept-language'])));
}

type PageName = keyof Phrases['subscriptionPages'];

const style =
  'body{font:1rem/1.5 sans-serif;max-width:30rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}';

/** Contains no input, so nothing has to be escaped. */
function pageHtml(name: PageName, language: Language): string {
  const { title, text, button } = phrases(language).subscriptionPages[name];
  const form = button === undefined ? '' : `<form method="post"><button>${button}</button></form>`;
  return framed({ title, style, body: `<p>${text}</p>\n${form}` }, language);
}
