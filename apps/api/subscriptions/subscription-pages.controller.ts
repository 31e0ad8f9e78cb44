import { Confirmations, isVisitor } from '#subscriptions/subscribing.js';
import { RecipientPreferences } from '#subscriptions/subscriptions.js';
import { Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Clock } from '#database/clock.js';
import { Refusal } from '#domain/refusal.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { ActorNames } from '#access/people.js';
import { actorIn } from '#access/principal.js';
import { EventStore } from '#event-store/event-store.js';
import { capitalized, cutShort } from '#language/format.js';
import { colon, type Language, languageIn } from '#language/language.js';
import { Links } from '#subscriptions/messages/links.js';
import { escaped } from '#subscriptions/messages/mail/letter.js';
import { isChat } from '#subscriptions/messages/webhook/chat.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Phrases, phrases } from '#language/phrases.js';
import { followedInWords } from '#subscriptions/filter.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { Id, Needs } from '../auth/caller.js';
import { FORMS } from '../http/request-bodies.js';
import { framed, sendPage } from '../http/html-page.js';

/**
 * Targets of the links in emails. GET changes nothing, because mail scanners open links; the page has a button. Mail clients
 * also POST to `unsubscribe` directly (RFC 8058).
 */
@ApiExcludeController()
@Controller('subscriptions/:id')
export class SubscriptionPagesController {
  constructor(
    private readonly confirmations: Confirmations,
    private readonly preferences: RecipientPreferences,
    private readonly actors: ActorNames,
    private readonly schemes: SchemeCatalogue,
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
    private readonly links: Links,
  ) {}

  /** Says who asks, by the name of an account and never of a key, and what is followed, to whoever has the token. */
  @Get('confirm')
  @Needs('nothing')
  async requestConfirmation(
    @Id() id: string,
    @Query('token') token: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const awaited = await this.confirmations.awaited(id, textOf(token));
    const language = awaited?.view.language ?? languageIn(reply.request.headers['accept-language']);
    const details = awaited ? await this.#detailsOf(awaited) : '';
    sendPage(reply, 200, pageHtml('confirm', language, details));
  }

  async #detailsOf({ view, owner }: { view: SubscriptionView; owner: string }): Promise<string> {
    const { language } = view;
    const words = phrases(language).awaitedSubscription;
    const means = { events: this.events, catalogue: this.schemes, now: this.clock.now() };
    const followed = await followedInWords(view, means);
    const items = followed.map(
      ([label, value]) => `<li>${escaped(`${label}${colon(language)}${cutShort(value)}`)}</li>`,
    );
    const { host } = this.links;
    const name = isVisitor(owner)
      ? words.visitor(host)
      : actorIn(owner).account === undefined
        ? words.operator(host)
        : ((await this.actors.current()).of(owner) ?? phrases(language).console.frame.formerAccount);
    const asking = words.asks[isChat(view.endpoint?.format ?? 'standard') ? 'channel' : 'address'];
    const asks = `<p>${escaped(capitalized(asking(name)))} <strong>${escaped(view.target)}</strong></p>`;
    return `${asks}<ul>${items.join('')}</ul>`;
  }

  @Post('confirm')
  @Needs('nothing', FORMS)
  async confirm(@Id() id: string, @Query('token') token: unknown, @Res() reply: FastifyReply): Promise<void> {
    const done = await taken(this.confirmations.confirm(id, textOf(token)));
    show(done ? 'confirmed' : 'invalid', done?.language, reply);
  }

  @Get('unsubscribe')
  @Needs('nothing')
  async askToEnd(@Id() id: string, @Query('token') token: unknown, @Res() reply: FastifyReply): Promise<void> {
    show('unsubscribe', await this.#languageOf(id, token), reply);
  }

  @Post('unsubscribe')
  @Needs('nothing', FORMS)
  async end(@Id() id: string, @Query('token') token: unknown, @Res() reply: FastifyReply): Promise<void> {
    const ended = this.preferences.unsubscribe(id, textOf(token)).then(() => true);
    const done = await taken(ended);
    show(done ? 'unsubscribed' : 'invalid', await this.#languageOf(id, token), reply);
  }

  /** `undefined` if the link is wrong, or the subscription is no longer kept. */
  async #languageOf(id: string, token: unknown): Promise<Language | undefined> {
    return (await this.preferences.linked(id, 'unsubscription', textOf(token)))?.language;
  }
}

const textOf = (token: unknown): string => (typeof token === 'string' ? token : '');

/** @returns `undefined` if it was refused, whatever the reason */
async function taken<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** @param language of the subscription; absent: that of the browser */
function show(name: PageName, language: Language | undefined, reply: FastifyReply): void {
  const shown = language ?? languageIn(reply.request.headers['accept-language']);
  sendPage(reply, name === 'invalid' ? 422 : 200, pageHtml(name, shown));
}

type PageName = keyof Phrases['subscriptionPages'];

/** @param details HTML */
function pageHtml(name: PageName, language: Language, details = ''): string {
  const { title, text, button } = phrases(language).subscriptionPages[name];
  const form = button === undefined ? '' : `<form method="post" class="send"><button>${button}</button></form>`;
  return framed(title, `${details}<p>${text}</p>\n${form}`, language);
}
