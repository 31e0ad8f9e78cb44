import { DeliveryLog } from '#subscriptions/sending/delivery-log.js';
import { preferencesOf, RecipientPreferences, Subscriptions } from '#subscriptions/subscriptions.js';
import { z } from 'zod';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { addDays, isDay } from '#domain/date/day.js';
import { reason, type Problem, Refusal } from '#domain/refusal.js';
import { reminderHour } from '#domain/reminder/schedule.js';
import { capitalized, writtenInstant } from '#language/format.js';
import { LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { filterInWords, FilterSchema } from '#subscriptions/filter.js';
import { type SubscriptionView, DigestDaySchema, MODES } from '#subscriptions/subscription.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { Meanwhile } from '../frame/controls.js';
import { DoneNote, Facts, Section, Timestamp } from '../frame/display.js';
import { Act, DataForm } from '../frame/fields.js';
import { CursorPager, Table } from '../frame/table.js';
import { Id } from '../../api/auth/caller.js';
import { Exchange, currentUrlWith, Page, problemsUnder, queryOf } from '../frame/page.js';
import { type SubscriptionChoices, FollowedNames, DeliveryContents } from './subscribers.js';
import { mannerInWords, atField, settingsIn, typedOf, wishParts } from './subscription-form.js';

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

  @ConsoleGet('', 'nothing')
  async ask(@Page() page: Page, @Id('id') id: string): Promise<PageAnswer> {
    const view = await this.#find(page, id);
    return view ? this.#show(page, view) : gone(page);
  }

  @ConsolePost('', 'nothing')
  async change(@Exchange() { page, form }: Exchange, @Id('id') id: string): Promise<PageAnswer> {
    const view = await this.#find(page, id);
    if (!view) return gone(page);
    if (view.state === 'unsubscribed') return this.#show(page, view);
    switch (form.get('act') ?? '') {
      case 'end':
        await this.subscriptions.end(id, 'all');
        return done(page, 'ended');
      case 'resume':
        await this.preferences.pause(id, tokenIn(page), null);
        return done(page, 'resumed');
      case 'pause':
        return this.#pause(page, view, form);
      default:
        return this.#save(page, view, form);
    }
  }

  /** Of any other token, nothing is told: not even whether there is such a subscription. */
  async #find(page: Page, id: string): Promise<SubscriptionView | undefined> {
    const found = await this.preferences.linked(id, 'preferences', tokenIn(page));
    return found?.channel === 'email' ? found : undefined;
  }

  async #pause(page: Page, view: SubscriptionView, form: URLSearchParams): Promise<PageAnswer> {
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

  async #save(page: Page, view: SubscriptionView, form: URLSearchParams): Promise<PageAnswer> {
    const wished = new URLSearchParams(form);
    const unknown = await this.names.named(wished);
    const { reminders: _, ...settings } = settingsIn(wished, 'email');
    const problems = [...(await problemsUnder(WishedSchema, settings)).map(atField), ...unknown];
    if (problems.length > 0) return this.#show(page, view, { typed: form, problems });
    try {
      const seen = form.get('was') ?? preferencesOf(view);
      await this.preferences.change(view.id, tokenIn(page), WishedSchema.parse(settings), seen);
      return done(page, 'changed');
    } catch (error) {
      if (error instanceof Refusal)
        return this.#show(page, view, { typed: form, problems: error.problems.map(atField) });
      const now = error instanceof ChangedMeanwhile ? await this.#find(page, view.id) : undefined;
      if (!now) throw error;
      form.delete('was');
      return this.#show(page, now, { typed: form, isChanged: true });
    }
  }

  /** In the language of the messages, until the reader chooses another one for the page. */
  async #show(given: Page, view: SubscriptionView, asked: Partial<Asked> = {}): Promise<PageAnswer> {
    const page = { ...given, language: given.chosenLanguage ?? view.language };
    const { language } = page;
    const { typed = typedOf(view), problems = [], isChanged = false, until } = asked;
    if (!typed.has('providerNames')) await this.names.withNames(typed);
    const t = phrases(language).console.subscribers.preferences;
    const isOver = view.state === 'unsubscribed';
    const names = await this.names.of(view.filter, page);
    const choices = await this.#choices(page, view);
    const children = (
      <>
        <DoneNote page={page} words={t.done} />
        <p>{isOver ? t.ended : t.for(view.target)}</p>
        {view.state === 'disabled' ? <p class="note warn">{t.disabled}</p> : null}
        <Section id="now" title={t.now}>
          <Facts
            facts={[...filterInWords(view.filter, names, language), ...mannerInWords(view, language)].map(
              ([label, value]) => [label, capitalized(value)] as const,
            )}
          />
        </Section>
        {isOver ? null : (
          <>
            {settings(page, view, choices, { typed, problems, isChanged })}
            {pause(page, view, problems, until)}
          </>
        )}
        {await this.#history(page, view)}
        {isOver ? null : (
          <Section id="end" title={t.end}>
            <Act
              {...{ page, action: actionOf(page), label: t.end, looks: 'danger', hint: t.endHint }}
              hidden={[['act', 'end']]}
            />
          </Section>
        )}
      </>
    );
    const status = problems.length > 0 ? 422 : isChanged ? 409 : 200;
    return { status, page, title: t.title, timeless: true, children };
  }

  /** What the owner offers. Other names are on record, too, but the reader may not know of them. */
  async #choices(page: Page, { offered }: SubscriptionView): Promise<SubscriptionChoices> {
    const { providers = [], dossiers = [], schemes, registers } = offered;
    const all = await this.names.choices(page, { providers, dossiers });
    const isAll = (offered.providers ?? offered.dossiers ?? schemes ?? registers) === undefined;
    const own = await this.names.providers(providers);
    const some = [...own].map(([value, label]) => ({ value, label }));
    const within = (all: typeof some, offered: readonly string[] | undefined, otherwise: typeof some) =>
      offered ? all.filter(({ value }) => offered.includes(value)) : otherwise;
    return {
      schemes: within(all.schemes, schemes, offered.dossiers ? [] : all.schemes),
      registers: within(all.registers, registers, isAll ? all.registers : []),
      dossiers: all.dossiers,
      ...(offered.providers || !(isAll || page.isOpen)
        ? { providers: some }
        : all.providers && { providers: all.providers }),
    };
  }

  async #history(page: Page, view: SubscriptionView) {
    const { before } = await queryOf(page, HistoryQuery);
    const part = { limit: HISTORY + 1, ...(before !== undefined && { before }) };
    const found = await this.log.list(view.id, 'all', part, { state: 'sent' });
    const shown = found.slice(0, HISTORY);
    const rows = await Promise.all(
      shown.map(async (one) => [
        <span lang={view.language}>{(await this.contents.mail(one, view, view.language)).subject}</span>,
        <Timestamp page={page} at={one.sentAt ?? one.createdAt} isShort />,
      ]),
    );
    const t = phrases(page.language).console.subscribers.preferences;
    const { terms } = phrases(page.language).console;
    return (
      <Section id="history" title={t.history}>
        <Table isList label={t.history} columns={[{ name: t.what }, terms.date]} rows={rows} empty={t.nothing} />
        <CursorPager
          {...{ page, cursor: 'before', section: 'history' }}
          next={found.length > HISTORY ? shown.at(-1)?.ordinal : undefined}
        />
      </Section>
    );
  }
}

interface Asked {
  typed: URLSearchParams;
  problems: readonly Problem[];
  isChanged: boolean;
  until: string;
}

/** With the token of the page, which its forms need, too. */
const actionOf = (page: Page): string => currentUrlWith(page, { before: undefined });

function settings(
  page: Page,
  view: SubscriptionView,
  choices: SubscriptionChoices,
  { typed, problems, isChanged }: Omit<Asked, 'until'>,
) {
  const t = phrases(page.language).console.subscribers.preferences;
  const parts = wishParts({ page, channel: 'email', choices, typed, within: view.offered });
  return (
    <Section id="change" title={t.change}>
      {isChanged ? <Meanwhile page={page} href="#now" /> : null}
      <p class="hint">{t.offered}</p>
      <DataForm
        {...{ page, typed, parts, send: phrases(page.language).console.terms.save, action: actionOf(page) }}
        problems={problems.filter(({ field }) => field !== 'until')}
        hidden={[
          ['act', 'save'],
          ['was', typed.get('was') ?? preferencesOf(view)],
        ]}
      />
    </Section>
  );
}

const MOST_DAYS_PAUSED = 366;

function pause(page: Page, view: SubscriptionView, problems: readonly Problem[], until: string | undefined) {
  const t = phrases(page.language).console.subscribers.preferences;
  const action = actionOf(page);
  const paused = view.recipientPausedUntil;
  return (
    <Section id="pause" title={t.pause}>
      {paused ? (
        <>
          <p>{t.paused(writtenInstant(paused, view.reminders.timeZone ?? page.zone, page.language))}</p>
          <Act {...{ page, action, label: t.resume }} hidden={[['act', 'resume']]} />
        </>
      ) : null}
      <DataForm
        {...{ page, action }}
        problems={problems.filter(({ field }) => field === 'until')}
        hidden={[['act', 'pause']]}
        parts={[
          {
            ...{ name: 'until', label: t.until, hint: t.untilHint, required: true, value: until },
            kind: 'date',
            input: { min: addDays(page.today, 1), max: addDays(page.today, MOST_DAYS_PAUSED) },
          },
        ]}
        send={{ label: t.pause, looks: 'second' }}
      />
    </Section>
  );
}

const HISTORY = 25;

const HistoryQuery = z.object({ before: z.coerce.number().int().positive().optional().catch(undefined) });

/** What the form sets; all of it is given. */
const WishedSchema = z.object({
  filter: FilterSchema,
  language: LanguageSchema,
  mode: z.enum(MODES),
  digestDay: DigestDaySchema.optional(),
});

const tokenIn = ({ query }: Page): string => query.get('token') ?? '';

const done = (page: Page, what: string): PageAnswer => ({
  redirect: `${page.path}?${new URLSearchParams({ token: tokenIn(page), done: what }).toString()}`,
});

function gone(page: Page): PageAnswer {
  const { title, text } = phrases(page.language).subscriptionPages.invalid;
  return { status: 422, title, timeless: true, children: <p>{text}</p> };
}
