import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Problem, Refusal } from '#domain/refusal.js';
import { GetSubscription } from '#subscriptions/get-subscription.js';
import type { Reach } from '#delivery/held-subscription.js';
import { RotateSecret, RotationSchema } from '#subscriptions/rotate-secret.js';
import { GetSigningKeyMark } from '#subscriptions/signing-key-mark.js';
import { Reaching } from '../../subscriptions/reach.js';
import { IdInPath } from '../../subscriptions/subscription-paths.js';
import { ConsoleRoute, problemsUnder, This, type ThisPage } from '../frame/page.js';
import { show } from '../frame/show.js';
import { FORM_WORDS } from './form-words.js';
import { RotatedView, RotationForm } from './rotation-view.js';

const place = 'subscribers';
const USUAL_HOURS = '24';

/** Giving a webhook a new secret. */
@ApiExcludeController()
@Controller('subscribers/:id/secret')
export class SubscriberSecret {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async ask(
    @This() page: ThisPage,
    @Param('id', { schema: IdInPath }) id: string,
    @Reaching() reach: Reach,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#ask({ page, id, reach, reply }, USUAL_HOURS, []);
  }

  /** The form names the secret that it ends, so that sending it twice makes one, which is shown twice. */
  @Post()
  @ConsoleRoute('record')
  async rotate(
    @This() page: ThisPage,
    @Param('id', { schema: IdInPath }) id: string,
    @Body() form: URLSearchParams,
    @Reaching() reach: Reach,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const hours = form.get('overlapHours')?.trim() ?? USUAL_HOURS;
    const asked = { overlapHours: /^\d{1,9}$/.test(hours) ? Number(hours) : hours };
    const problems = await problemsUnder(RotationSchema, asked);
    if (problems.length > 0) {
      await this.#ask({ page, id, reach, reply }, hours, problems);
      return;
    }
    try {
      const { overlapHours } = RotationSchema.parse(asked);
      const command = new RotateSecret(id, reach, overlapHours, form.get('ending') ?? '');
      const rotated = await this.commands.execute(command);
      const { title } = FORM_WORDS[page.language].secret;
      show(reply, page, { title, place, timeless: true, children: <RotatedView {...{ page, id, rotated }} /> });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'subscription-unfit') throw error;
      const { message: reason } = error;
      await this.#ask({ page, id, reach, reply }, hours, [{ field: 'overlapHours', reason }]);
    }
  }

  async #ask(
    { page, id, reach, reply }: { page: ThisPage; id: string; reach: Reach; reply: FastifyReply },
    hours: string,
    problems: readonly Problem[],
  ): Promise<void> {
    const view = await this.queries.execute(new GetSubscription(id, reach));
    const ending = (await this.queries.execute(new GetSigningKeyMark(id, reach))) ?? '';
    const { action: title } = FORM_WORDS[page.language].secret;
    const status = problems.length > 0 ? 422 : 200;
    const children = <RotationForm {...{ page, view, hours, problems, ending }} />;
    show(reply, page, { status, title, place, timeless: true, children });
  }
}
