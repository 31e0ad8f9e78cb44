import { Get, Post } from '@nestjs/common';
import { DeliveryLog } from '#subscriptions/sending/delivery-log.js';
import { RecipientPreferences } from '#subscriptions/preferences.js';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { z } from 'zod';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { addDays, isDay } from '#domain/date/day.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { reminderHour } from '#domain/reminder/schedule.js';
import { capitalized, writtenInstant } from '#language/format.js';
import { LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { type FilterNames, filterInWords, FilterSchema } from '#subscriptions/filter.js';
import { type SubscriptionView, DigestDaySchema, MODES } from '#subscriptions/subscription.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Field, Form, Hidden, Problems, mergeSettings, wasIn } from '../frame/controls.js';
import { DoneNote, Facts, Section, Timestamp } from '../frame/display.js';
import { Table } from '../frame/table.js';
import { Id, Sent, currentUrlWith, type PageContext, Page, problemsUnder, queryOf } from '../frame/page.js';
import { type SubscriptionChoices, FollowedNames, DeliveryContents } from './subscribers.js';
import { AdvancedFilters, FilterFields, NotificationFields, ChangedByOthers, labelsIn } from './subscription-form.js';
import { mannerInWords, atField, settingsIn, typedOf } from './subscription-form-data.js';

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
  async ask(@Page() page: PageContext, @Id('id') id: string): Promise<PageAnswer> {
    const view = await this.#find(page, id);
    return view ? this.#show(page, view) : gone(page);
  }

  @Post()
  @ConsoleRoute('nothing')
  async change(@Page() page: PageContext, @Id('id') id: string, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const view = await this.#find(page, id);
    if (!view) return gone(page);
    if (view.state === 'unsubscribed') return this.#show(page, view);
    const fields = form;
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

  async #pause(page: PageContext, view: SubscriptionView, form: URLSearchParams): Promise<PageAnswer> {
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
  async #save(page: PageContext, view: SubscriptionView, form: URLSearchParams): Promise<PageAnswer> {
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
  async #show(given: PageContext, view: SubscriptionView, asked: Partial<PreferencesAsked> = {}): Promise<PageAnswer> {
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

interface SentMessage {
  at: Date;
  subject: string;
}

interface PreferencesAsked {
  typed: URLSearchParams;
  problems: readonly Problem[];
  both: readonly string[];
  was: URLSearchParams;
  until: string;
}

interface PreferencesProps extends Omit<PreferencesAsked, 'until'> {
  page: PageContext;
  view: SubscriptionView;
  until?: string;
  names: FilterNames;
  choices: SubscriptionChoices;
  sent: readonly SentMessage[];
  before: number | undefined;
}

/** What the recipient of a subscription receives, and the forms that change it. */
function PreferencesView(props: PreferencesProps) {
  const { page, view, names } = props;
  const { language } = page;
  const t = phrases(language).console.subscribers.preferences;
  const isOver = view.state === 'unsubscribed';
  return (
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
          <Settings {...props} />
          <Pause {...props} />
        </>
      )}
      <History {...props} />
      {isOver ? null : (
        <Section id="end" title={t.end}>
          <ActForm page={page} act="end">
            <button class="danger">{t.end}</button> <span class="hint">{t.endHint}</span>
          </ActForm>
        </Section>
      )}
    </>
  );
}

/** Its address has the token, which the answer needs, too. */
const ActForm = ({ page, act, children }: { page: PageContext; act: string; children: preact.ComponentChildren }) => (
  <Form page={page} action={currentUrlWith(page, { done: undefined, before: undefined })} class="stacked">
    <Hidden fields={[['act', act]]} />
    {children}
  </Form>
);

function Settings({ page, view, typed, problems, both, was, choices }: PreferencesProps) {
  const t = phrases(page.language).console.subscribers.preferences;
  const own = problems.filter(({ field }) => field !== 'until');
  const fields = { page, typed, problems: own };
  return (
    <Section id="change" title={t.change}>
      <ChangedByOthers page={page} names={both} />
      <p class="hint">{t.offered}</p>
      <ActForm page={page} act="save">
        <Problems page={page} problems={own} labels={labelsIn(page)} />
        <Hidden fields={[['was', was.toString()]]} />
        <FilterFields {...fields} choices={choices} within={view.offered} />
        <NotificationFields {...fields} channel="email" />
        <AdvancedFilters {...fields} within={view.offered} />
        <p>
          <button>{t.save}</button>
        </p>
      </ActForm>
    </Section>
  );
}

/** Days for which messages can be paused. */
const MOST_DAYS_PAUSED = 366;

function Pause({ page, view, problems, until = '' }: PreferencesProps) {
  const t = phrases(page.language).console.subscribers.preferences;
  const zone = view.reminders.timeZone ?? page.zone;
  const paused = view.recipientPausedUntil;
  return (
    <Section id="pause" title={t.pause}>
      {paused ? (
        <ActForm page={page} act="resume">
          <p>{t.paused(writtenInstant(paused, zone, page.language))}</p>
          <p>
            <button class="second">{t.resume}</button>
          </p>
        </ActForm>
      ) : null}
      <ActForm page={page} act="pause">
        <Field page={page} name="until" label={t.until} hint={t.untilHint} required problems={problems}>
          {(input) => (
            <input
              {...input}
              type="date"
              required
              min={addDays(page.today, 1)}
              max={addDays(page.today, MOST_DAYS_PAUSED)}
              value={until}
            />
          )}
        </Field>
        <p>
          <button class="second">{t.pause}</button>
        </p>
      </ActForm>
    </Section>
  );
}

function History({ page, view, sent, before }: PreferencesProps) {
  const t = phrases(page.language).console.subscribers.preferences;
  const isOlder = page.query.has('before');
  return (
    <Section id="history" title={t.history}>
      <Table
        label={t.history}
        columns={[t.what, { nowrap: t.when }]}
        rows={sent.map(({ at, subject }) => [
          <span lang={view.language}>{subject}</span>,
          <Timestamp page={page} at={at} />,
        ])}
        empty={t.nothing}
      />
      <p>
        {isOlder ? (
          <a href={`${currentUrlWith(page, { before: undefined, done: undefined })}#history`}>{t.newest}</a>
        ) : null}{' '}
        {before === undefined ? null : (
          <a href={`${currentUrlWith(page, { before, done: undefined })}#history`}>{t.older}</a>
        )}
      </p>
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

const tokenIn = ({ query }: PageContext): string => query.get('token') ?? '';

function filledIn(view: SubscriptionView): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of typedOf(view)) if (!name.startsWith('reminders.')) form.append(name, value);
  return form;
}

const done = (page: PageContext, what: string): PageAnswer => ({
  redirect: `${page.path}?${new URLSearchParams({ token: tokenIn(page), done: what }).toString()}`,
});

function gone(page: PageContext): PageAnswer {
  const { title, text } = phrases(page.language).subscriptionPages.invalid;
  return { status: 422, title, timeless: true, children: <p>{text}</p> };
}
