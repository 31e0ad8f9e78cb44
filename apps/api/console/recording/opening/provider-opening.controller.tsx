import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Problem, Refusal } from '#domain/refusal.js';
import { IdReused } from '#event-store/errors.js';
import { RegisterProvider } from '#providers/register-provider.js';
import { actorOf } from '../../../auth/caller.js';
import { RegisterBody } from '../../../providers/providers.controller.js';
import { ConsoleRoute, problemsUnder, This, type ThisPage } from '../../frame/page.js';
import { goTo, show } from '../../frame/show.js';
import { callerOf, onceOf } from '../recorder.js';
import { onceIn } from './once-in.js';
import { OPENING_WORDS } from './opening-words.js';
import { ProviderForm } from './provider-form.js';
import { type Called, SimilarProviders } from './similar-providers.js';

/** Registering a provider. */
@ApiExcludeController()
@Controller('providers/new')
export class ProviderOpeningPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly similar: SimilarProviders,
  ) {}

  @Get()
  @ConsoleRoute('record')
  open(@This() page: ThisPage, @Res() reply: FastifyReply): void {
    const form = new URLSearchParams({ once: randomUUID(), name: page.query.get('name') ?? '' });
    ask(page, reply, 200, { form, problems: [], similar: [], isTaken: false });
  }

  @Post()
  @ConsoleRoute('record')
  async take(@This() page: ThisPage, @Body() sent: URLSearchParams, @Res() reply: FastifyReply): Promise<void> {
    const form = onceIn(sent, ['name', 'slug']);
    const slug = form.get('slug') ?? '';
    const asked = { name: form.get('name') ?? '', ...(slug !== '' && { slug }) };
    const problems = await problemsUnder(RegisterBody, asked);
    if (problems.length > 0) {
      ask(page, reply, 422, { form, problems, similar: [], isTaken: false });
      return;
    }
    const caller = callerOf(page);
    const id = onceOf(caller, form.get('once') ?? '');
    const similar = await this.similar.to(asked.name, page.today);
    if (similar.length > 0 && sent.get('anyway') !== asked.name) {
      ask(page, reply, 200, { form, problems: [], similar, isTaken: false });
      return;
    }
    try {
      const made = await this.commands.execute(new RegisterProvider(asked, { actor: actorOf(caller), id }));
      goTo(reply, `/providers/${encodeURIComponent(made.slug)}?seen=${made.position}&done=registered`);
    } catch (error) {
      if (error instanceof IdReused) {
        form.set('once', randomUUID());
        ask(page, reply, 409, { form, problems: [], similar, isTaken: false, isReused: true });
      } else if (error instanceof Refusal) {
        const isTaken = error.code === 'provider-exists' || error.code === 'name-taken';
        const shown = isTaken ? await this.similar.called(asked.name) : similar;
        ask(page, reply, 422, { form, problems: error.problems, similar: shown, isTaken });
      } else throw error;
    }
  }
}

interface Asking {
  form: URLSearchParams;
  problems: readonly Problem[];
  similar: readonly Called[];
  isTaken: boolean;
  isReused?: boolean;
}

function ask(page: ThisPage, reply: FastifyReply, status: number, asking: Asking): void {
  const { title } = OPENING_WORDS[page.language].provider;
  const children = <ProviderForm page={page} {...asking} />;
  show(reply, page, { status, title, place: 'providers', timeless: true, children });
}
