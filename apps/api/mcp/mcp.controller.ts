import { Body, Controller, Inject, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { reason } from '#domain/refusal.js';
import { Route } from '../openapi/route.js';
import { Rejection } from '../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { AssistantAnswers } from './answers.js';

/** The SDK says the rest, but not what is wrong with arguments that are no object. */
const Message = z.looseObject({ params: z.looseObject({ arguments: z.looseObject({}).optional() }).optional() });

/**
 * The Model Context Protocol by Streamable HTTP, without sessions: one message per request, answered in JSON. Keys, scopes and
 * limits are those of REST. There is nothing to listen to, so that GET and DELETE are answered 405.
 */
@ApiExcludeController()
@Controller('mcp')
export class McpController {
  constructor(
    private readonly answers: AssistantAnswers,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @Route({ summary: 'Answer an assistant', needs: 'public-read', position: false })
  async answer(@Body({ schema: Message }) message: object, @Res() reply: FastifyReply): Promise<void> {
    this.#assertOrigin(reply.request.headers.origin);
    // With the first message only: the SDK takes 12 MB of memory, and time at each start.
    const { answerTo } = await import('./conversation.js');
    const answer = await answerTo(message, reply.request, this.answers);
    void reply
      .status(answer.status)
      .headers(Object.fromEntries(answer.headers))
      .send(await answer.text());
  }

  /**
   * Against DNS rebinding: browsers name the site whose page sends a request.
   *
   * @throws Rejection forbidden
   */
  #assertOrigin(origin: string | undefined): void {
    const { PUBLIC_URL, CORS_ORIGINS } = this.settings;
    const allowed = [new URL(PUBLIC_URL).origin, ...CORS_ORIGINS];
    if (origin === undefined || allowed.includes(origin) || allowed.includes('*')) return;
    throw new Rejection('forbidden', reason('origin-not-allowed', { origin }));
  }
}
