import { createParamDecorator, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { type DeliveryView } from '#subscriptions/sending/delivery-log.js';
import { z } from 'zod';
import { addDays } from '#domain/date/day.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import type { DossierNames } from '#domain/dossier/standing.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerRefOf } from '#domain/provider/provider.js';
import { reason, type Problem } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { EventStore } from '#event-store/event-store.js';
import { dossierTitle, schemeName } from '#language/describe-standing.js';
import type { Language } from '#language/language.js';
import { dossierNames } from '#ledger/dossier-names.js';
import { ProviderLists } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Filter, registerNames } from '#subscriptions/filter.js';
import { Links, type Tokens } from '#subscriptions/messages/links.js';
import { letterOf } from '#subscriptions/messages/mail/letter-of.js';
import { type Letter, rendered, type Rendered } from '#subscriptions/messages/mail/letter.js';
import { chatBody, isChat } from '#subscriptions/messages/webhook/chat.js';
import { payloadOf } from '#subscriptions/messages/webhook/payload.js';
import type { SubscriptionRow, SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { IdInPath, scopeOf } from '../../api/auth/caller.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { callerOf, exchangeIn, unlessRefused, lastInstantOf, type Page } from '../frame/page.js';

/** Beyond this, provider names are typed instead of selected. */
const MOST_BOXES = 30;

const MOST_NAMES = 200;

type Choice = { value: string; label: string };

export interface SubscriptionChoices {
  schemes: Choice[];
  registers: Choice[];
  /** Absent: there are too many to list. */
  providers?: Choice[];
  dossiers: Choice[];
}

@Injectable()
export class FollowedNames {
  constructor(
    private readonly providerLists: ProviderLists,
    private readonly events: EventStore<LedgerEvent>,
    private readonly catalogue: SchemeCatalogue,
    private readonly ids: ProviderIds,
  ) {}

  /** @param named ids already in the filter; they are always offered, so that saving the form keeps them */
  async choices(
    page: Page,
    named: { providers: readonly string[]; dossiers: readonly string[] },
  ): Promise<SubscriptionChoices> {
    const { items } = await this.providerLists.page({ asOf: page.today, limit: MOST_BOXES + 1 });
    const schemes = await this.catalogue.at();
    const listed = new Map(items.map(({ id, name }) => [id, name]));
    const others = await this.providers(idsIn(named.providers).filter((id) => !listed.has(id)));
    const dossiers = await this.dossiers(idsIn(named.dossiers), page);
    return {
      schemes: [...schemes.keys()]
        .map((slug) => ({ value: slug, label: schemeName(slug, schemes, page.language) }))
        .sort((a, b) => a.label.localeCompare(b.label)),
      registers: choicesIn(await registerNames(this.catalogue)),
      ...(items.length <= MOST_BOXES && { providers: choicesIn(new Map([...listed, ...others])) }),
      dossiers: choicesIn(dossiers),
    };
  }

  async of({ providers = [], dossiers = [] }: Pick<Filter, 'providers' | 'dossiers'>, page: Page) {
    return {
      providers: await this.providers(providers),
      dossiers: await this.dossiers(dossiers, page),
      schemes: await this.catalogue.at(),
      registers: await registerNames(this.catalogue),
    };
  }

  async providers(ids: readonly string[]): Promise<Map<string, string>> {
    const records = await this.events.loadAll(ids.map(providerStream), providerModel, { skipUnreadable: true });
    return new Map(ids.map((id) => [id, providerRefOf(id, records.get(providerStream(id))).name]));
  }

  async dossiers(ids: readonly string[], { today, language }: Page): Promise<Map<string, string>> {
    const places = await dossierNames(this.events, ids, today);
    const schemes = await this.catalogue.at();
    const titleOf = (place: DossierNames | undefined) => place && dossierTitle(place, schemes, language);
    return new Map(ids.map((id) => [id, titleOf(places.get(id)) ?? id]));
  }

  /** Adds the names of the providers of a filter, as they are typed. */
  async withNames(typed: URLSearchParams): Promise<URLSearchParams> {
    const names = await this.providers(typed.getAll('filter.providers'));
    typed.set('providerNames', [...names.values()].join('\n'));
    return typed;
  }

  /** Replaces typed names, one per line, by provider ids. @returns a problem per unknown name */
  async named(form: URLSearchParams): Promise<Problem[]> {
    const lines = (form.get('providerNames') ?? '').split('\n').map((line) => line.trim());
    const names = [...new Set(lines)].filter((line) => line !== '');
    if (names.length > MOST_NAMES)
      return [{ field: 'providerNames', ...reason('too-large', { of: 'array', maximum: MOST_NAMES, included: true }) }];
    const problems: Problem[] = [];
    for (const name of names) {
      const id = Name.safeParse(name).success ? await unlessRefused(() => this.ids.of(name)) : undefined;
      if (id !== undefined) form.append('filter.providers', id);
      else problems.push({ field: 'providerNames', ...reason('provider-not-identified', { name }) });
    }
    return problems;
  }
}

const idsIn = (values: readonly string[]): string[] =>
  [...new Set(values)].filter((id) => z.uuid().safeParse(id).success).slice(0, MOST_NAMES);

const choicesIn = (named: ReadonlyMap<string, string>): Choice[] =>
  [...named].map(([value, label]) => ({ value, label }));

export interface Target {
  page: Page;
  id: string;
  scope: SubscriptionScope;
  form: URLSearchParams;
}

/** Injects the subscription of `subscribers/:id`; on routes that need a session. */
export const Target = createParamDecorator((_: unknown, context: ExecutionContext): Target => {
  const { page, form, request } = exchangeIn(context);
  const { id } = request.params as { id: string };
  return { page, form, id: IdInPath.parse(id), scope: scopeOf(callerOf(page)) };
});

/** Tokens authorize acting for the recipient: they are masked in everything that the console displays. */
class MaskedTokens implements Tokens {
  isUsed = false;

  token(): string {
    this.isUsed = true;
    return '…';
  }
}

/** Renders deliveries as their recipients see them, without tokens. */
@Injectable()
export class DeliveryContents {
  constructor(
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async of(delivery: DeliveryView, to: SubscriptionView) {
    const tokens = new MaskedTokens();
    const mail = to.endpoint ? undefined : await this.mail(delivery, to, to.language, tokens);
    const payload = to.endpoint && (await this.#payload(delivery, to, to.endpoint.format, tokens));
    return { mail, payload: payload ?? undefined, isMasked: tokens.isUsed };
  }

  async mail(
    delivery: DeliveryView,
    to: SubscriptionView,
    language: Language,
    tokens = new MaskedTokens(),
  ): Promise<Rendered> {
    return rendered(await this.#letter(delivery, { ...to, language }, tokens), language);
  }

  async #letter(
    delivery: DeliveryView,
    { id, language, confirmUntil, createdAt, endpoint, reminders, mode, digestDay }: SubscriptionView,
    tokens: MaskedTokens,
  ): Promise<Letter> {
    const { PUBLIC_URL, JALON_TIMEZONE: zone } = this.settings;
    const links = new Links(PUBLIC_URL, tokens);
    const context = { links, schemes: await this.schemes.at(), zone };
    const reader = {
      ...{ id, language, format: endpoint?.format ?? 'standard' },
      ...{ confirm_until: confirmUntil ?? createdAt, reminders, mode, digest_day: digestDay },
    };
    return letterOf(contentOf(delivery), reader, context);
  }

  async #payload(
    delivery: DeliveryView,
    to: SubscriptionView,
    format: SubscriptionRow['format'],
    tokens: MaskedTokens,
  ): Promise<string> {
    if (isChat(format)) {
      const body = chatBody(await this.#letter(delivery, to, tokens), format, to.language);
      return JSON.stringify(JSON.parse(body), null, 2);
    }
    const context = { links: new Links(this.settings.PUBLIC_URL, tokens), secrets: tokens };
    return JSON.stringify(JSON.parse(payloadOf(contentOf(delivery), context)), null, 2);
  }
}

const contentOf = ({ message, messageId, createdAt }: DeliveryView) => ({
  message,
  message_id: messageId,
  created_at: createdAt,
});

export const startOf = (day: string, zone: string): Date =>
  new Date(lastInstantOf(addDays(day, -1), zone).getTime() + 1);
