import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal.js';
import { type DossierNames, dossierNames } from '#deadlines/dossier-names.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerRefOf } from '#domain/provider/provider.js';
import { ActorNames } from '#access/actor-names.js';
import { EventStore } from '#event-store/event-store.js';
import { dossierTitle, schemeName } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { escaped } from '#notifications/mail/letter.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Phrases, phrases } from '#language/phrases.js';
import { EndSubscription } from '#subscriptions/change-subscription.js';
import { ConfirmSubscription, GetAwaitedSubscription } from '#subscriptions/confirm-subscription.js';
import { registerNames } from '#subscriptions/filter.js';
import type { SubscriptionView } from '#subscriptions/list-subscriptions.js';
import { Needs } from '../auth/needs.js';
import { Viewpoints } from '../http/reading.js';
import { framed, languageIn, sendPage } from '../pages/html-page.js';
import { IdInPath } from './caller-scope.js';

/**
 * Targets of the links in emails. GET changes nothing, because mail scanners open links; the page has a button. Mail clients
 * also POST to `unsubscribe` directly (RFC 8058).
 */
@ApiExcludeController()
@Controller('subscriptions/:id')
export class SubscriptionPagesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly actors: ActorNames,
    private readonly schemes: SchemeCatalogue,
    private readonly events: EventStore<LedgerEvent>,
    private readonly viewpoints: Viewpoints,
  ) {}

  /** Says who asks and what is followed, to whoever has the token. */
  @Get('confirm')
  @Needs('nothing')
  async requestConfirmation(
    @Param('id', { schema: IdInPath }) id: string,
    @Query('token') token: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const language = languageIn(request.headers['accept-language']);
    const awaited = await this.queries.execute(new GetAwaitedSubscription(id, textOf(token)));
    const details = awaited ? await this.#detailsOf(awaited, language) : '';
    sendPage(reply, 200, pageHtml('confirm', language, details));
  }

  async #detailsOf({ view, owner }: { view: SubscriptionView; owner: string }, language: Language): Promise<string> {
    const words = phrases(language).awaitedSubscription;
    const { schemes: slugs = [], providers = [], dossiers = [], registers = [], ...others } = view.filter;
    const schemes = await this.schemes.at();
    const found = await this.events.loadAll(providers.map(providerStream), providerModel, { skipUnreadable: true });
    const names = await dossierNames(this.events, dossiers, this.viewpoints.today());
    const registerNamesBySlug = await registerNames(this.schemes);
    const titleOf = (place: DossierNames | undefined) => place && dossierTitle(place, schemes, language);
    const followed = [
      ...slugs.map((slug) => schemeName(slug, schemes, language)),
      ...providers.map((one) => providerRefOf(one, found.get(providerStream(one))).name),
      ...dossiers.map((one) => titleOf(names.get(one)) ?? one),
      ...registers.map((slug) => registerNamesBySlug.get(slug) ?? slug),
    ];
    const listed = followed.length === 0 ? [words.everything] : followed.slice(0, LISTED);
    const more =
      followed.length > LISTED ? [phrases(language).console.frame.sources.more(followed.length - LISTED)] : [];
    const narrowed = Object.values(others).some((value) => value !== undefined) ? [words.narrowed] : [];
    const items = [...listed, ...more, ...narrowed].map((item) => `<li>${escaped(item)}</li>`).join('');
    const name = (await this.actors.current()).of(owner) ?? phrases(language).console.frame.formerAccount;
    const asks = `<p>${escaped(capitalized(words.asks(name)))} <strong>${escaped(view.target)}</strong></p>`;
    return `${asks}<p>${escaped(words.follows)}</p><ul>${items}</ul>`;
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

const LISTED = 30;

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

/** @param details HTML */
function pageHtml(name: PageName, language: Language, details = ''): string {
  const { title, text, button } = phrases(language).subscriptionPages[name];
  const form = button === undefined ? '' : `<form method="post"><button>${button}</button></form>`;
  return framed({ title, style, body: `${details}<p>${text}</p>\n${form}` }, language);
}
