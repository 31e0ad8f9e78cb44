import { Body, Get, Param, Post } from '@nestjs/common';
import { DeliveryLog } from '#subscriptions/sending/delivery-log.js';
import { RecipientPreferences } from '#subscriptions/preferences.js';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { z } from 'zod';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { addDays, isDay } from '#domain/date/day.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { reminderHour } from '#domain/reminder/schedule.js';
import { FilterSchema } from '#subscriptions/filter.js';
import { type SubscriptionView, DigestDaySchema, MODES } from '#subscriptions/subscription.js';
import { LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { IdInPath } from '../../api/auth/caller.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Page, type PageContext, problemsUnder, queryOf } from '../frame/page.js';
import { mergeSettings, wasIn } from '../frame/merge-settings.js';
import { FollowedNames, type SubscriptionChoices } from './followed-names.js';
import { MOST_DAYS_PAUSED, type PreferencesAsked, PreferencesView, type SentMessage } from './preferences-view.js';
import { DeliveryContents } from './subscribers.js';
import { atField, settingsIn, typedOf } from './subscription-form-data.js';

const HISTORY = 25;

const HistoryQuery = z.object({ before: z.coerce.number().int().positive().optional().catch(undefined) });

/** What the form sets; all of it is given. */
const WishedSchema = z.object({
  filter: FilterSchema,
  language: LanguageSchema,
  mode: z.enum(MODES),
  digestDay: DigestDaySchema.optional(),
});

/**
 * Opened with the link in every mail, without a session: the recipient changes, pauses or ends the subscription. GET changes
 * nothing, because mail scanners open links.
 */
@Pages('subscriptions/:id/preferences')
export class PreferencePages {
  constructor(
    private readonly log: DeliveryLog,
    private readonly preferences: RecipientPreferences,
    private readonly subscriptions: Subscriptions,
    private readonly names: FollowedNames,
    private readonly contents: DeliveryContents,
  ) {}

  @Get()
  @ConsoleRoute('nothing')
  async ask(@Page() page: PageContext, @Param('id', { schema: IdInPath }) id: string): Promise<Answer> {
    const view = await this.#find(page, id);
    return view ? this.#show(page, view) : gone(page);
  }

  @Post()
  @ConsoleRoute('nothing')
  async change(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Body() form: unknown,
  ): Promise<Answer> {
    const view = await this.#find(page, id);
    if (!view) return gone(page);
    if (view.state === 'unsubscribed') return this.#show(page, view);
    const fields = form instanceof URLSearchParams ? form : new URLSearchParams();
    switch (fields.get('act') ?? '') {
      case 'end':
        await this.subscriptions.end(id, 'all');
        return done(page, 'ended');
      case 'resume':
        await this.preferences.pause(id, tokenIn(page), null);
        return done(page, 'resumed');
      case 'pause':
        return this.#pause(page, view, fields);
      default:
        return this.#save(page, view, fields);
    }
  }

  /** Of any other token, nothing is told: not even whether there is such a subscription. */
  async #find(page: PageContext, id: string): Promise<SubscriptionView | undefined> {
    const found = await this.preferences.linked(id, 'preferences', tokenIn(page));
    return found?.channel === 'email' ? found : undefined;
  }

  async #pause(page: PageContext, view: SubscriptionView, form: URLSearchParams): Promise<Answer> {
    const until = form.get('until') ?? '';
    const [from, to] = [addDays(page.today, 1), addDays(page.today, MOST_DAYS_PAUSED)];
    if (!isDay(until) || until < from || until > to) {
      const problems: Problem[] = [{ field: 'until', ...reason('pause-end', { from, to }) }];
      return this.#show(page, view, { problems, until });
    }
    const at = reminderHour(until, view.reminders.timeZone ?? page.zone);
    await this.preferences.pause(view.id, tokenIn(page), at);
    return done(page, 'paused');
  }

  /** As for the owner: what somebody else changed meanwhile is kept, and both are shown if they changed the same setting. */
  async #save(page: PageContext, view: SubscriptionView, form: URLSearchParams): Promise<Answer> {
    const wished = new URLSearchParams(form);
    const unknown = await this.names.named(wished);
    const both = mergeSettings(wished, wasIn(form, filledIn(view)), filledIn(view));
    const { reminders: _, ...settings } = settingsIn(wished, 'email');
    const problems = [...(await problemsUnder(WishedSchema, settings)).map(atField), ...unknown];
    if (problems.length === 0 && both.length > 0) return this.#show(page, view, { typed: wished, both });
    if (problems.length === 0) {
      const changes = WishedSchema.parse(settings);
      try {
        await this.preferences.change(view.id, tokenIn(page), changes, view);
        return done(page, 'changed');
      } catch (error) {
        if (error instanceof ChangedMeanwhile) return this.change(page, view.id, form);
        if (!(error instanceof Refusal)) throw error;
        problems.push(...error.problems.map(atField));
      }
    }
    return this.#show(page, view, { typed: form, problems, was: wasIn(form, filledIn(view)) });
  }

  /** In the language of the messages, until the reader chooses another one for the page. */
  async #show(given: PageContext, view: SubscriptionView, asked: Partial<PreferencesAsked> = {}): Promise<Answer> {
    const page = { ...given, language: given.chosenLanguage ?? view.language };
    const { typed = typedOf(view), problems = [], both = [] } = asked;
    if (!typed.has('providerNames')) {
      const names = await this.names.providers(typed.getAll('filter.providers'));
      typed.set('providerNames', [...names.values()].join('\n'));
    }
    const children = (
      <PreferencesView
        {...{ page, view, was: filledIn(view), ...asked, typed, problems, both }}
        names={await this.names.of(view.filter, page)}
        choices={await this.#choices(page, view)}
        {...await this.#history(page, view)}
      />
    );
    const status = problems.length > 0 ? 422 : both.length > 0 ? 409 : 200;
    return {
      status,
      page,
      title: phrases(page.language).console.subscribers.preferences.title,
      timeless: true,
      children,
    };
  }

  /** What the owner offers. Other names are on record, too, but the reader may not know of them. */
  async #choices(page: PageContext, { offered }: SubscriptionView): Promise<SubscriptionChoices> {
    const { providers = [], dossiers = [], schemes, registers } = offered;
    const all = await this.names.choices(page, { providers, dossiers });
    const isAll = (offered.providers ?? offered.dossiers ?? schemes ?? registers) === undefined;
    const own = await this.names.providers(providers);
    const some = [...own].map(([value, label]) => ({ value, label }));
    return {
      schemes: schemes
        ? all.schemes.filter(({ value }) => schemes.includes(value))
        : offered.dossiers
          ? []
          : all.schemes,
      registers: registers
        ? all.registers.filter(({ value }) => registers.includes(value))
        : isAll
          ? all.registers
          : [],
      dossiers: all.dossiers,
      ...(offered.providers || !(isAll || page.isOpen)
        ? { providers: some }
        : all.providers && { providers: all.providers }),
    };
  }

  async #history(
    page: PageContext,
    view: SubscriptionView,
  ): Promise<{ sent: SentMessage[]; before: number | undefined }> {
    const { before } = await queryOf(page, HistoryQuery);
    const part = { limit: HISTORY + 1, ...(before !== undefined && { before }) };
    const found = await this.log.list(view.id, 'all', part, { state: 'sent' });
    const shown = found.slice(0, HISTORY);
    const sent = await Promise.all(
      shown.map(async (one) => ({
        at: one.sentAt ?? one.createdAt,
        subject: (await this.contents.mail(one, view, view.language)).subject,
      })),
    );
    return { sent, before: found.length > HISTORY ? shown.at(-1)?.ordinal : undefined };
  }
}

const tokenIn = ({ query }: PageContext): string => query.get('token') ?? '';

/** The fields of the form, as they are now. */
function filledIn(view: SubscriptionView): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of typedOf(view)) if (!name.startsWith('reminders.')) form.append(name, value);
  return form;
}

const done = (page: PageContext, what: string): Answer => ({
  redirect: `${page.path}?${new URLSearchParams({ token: tokenIn(page), done: what }).toString()}`,
});

function gone(page: PageContext): Answer {
  const { title, text } = phrases(page.language).subscriptionPages.invalid;
  return { status: 422, title, timeless: true, children: <p>{text}</p> };
}
