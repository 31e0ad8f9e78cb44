import { z } from 'zod';
import { AnswerableReminders } from '#deadlines/queries/reminders.js';
import { DeadlinesOfDossier } from '#deadlines/queries/dossier-deadlines.js';
import { type DeadlineKind, isSettled } from '#domain/deadline/deadline.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { type Problem, refuse } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { EventStore } from '#event-store/event-store.js';
import { schemeName } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { dossierNames } from '#ledger/dossier-names.js';
import type { ListedDeadline } from '#projections/list-deadlines.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { ownerOf, scopeOf } from '../../api/auth/caller.js';
import { possibleDays } from '../../api/deadlines/reminder-pages.controller.js';
import { Viewpoints } from '../../api/http/reading.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { Failed } from '../frame/controls.js';
import { linkTo, buttonTo, DateText, Facts, Section, Badge, DueMark } from '../frame/display.js';
import { DataForm } from '../frame/fields.js';
import { Exchange, addressOf, callerOf, currentUrlWith, may, Page, queryOf } from '../frame/page.js';
import { localPath, localPathDone } from '../session/session-cookie.js';
import { nameOfDeadline, serviceNamed, STATE_TONES } from './agenda.controller.js';
import {
  DeadlineAnswers,
  deadlineActions,
  type Hindrance,
  type ReminderSummary,
  remindersInWords,
  summarize,
} from './deadline-answers.js';

/** `on`: for the end of a dependency, the dossier whose grant ends. */
const AnswerQuery = z.object({ dossier: z.uuid(), on: z.uuid().optional() });

/** One deadline, with everything that an officer can do about it. */
@Pages('deadlines')
export class AnswerPages {
  constructor(
    private readonly answers: DeadlineAnswers,
    private readonly deadlines: DeadlinesOfDossier,
    private readonly reminders: AnswerableReminders,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  @ConsoleGet('answer', 'record')
  async look(@Page() page: Page): Promise<PageAnswer> {
    return this.#show(page);
  }

  /** From this page, or from one that lists deadlines; returns to the list. Idempotent. */
  @ConsolePost(['answer', 'acknowledge'], 'record')
  async answer(@Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const answered = await this.answers.take(form, callerOf(page));
    const to = form.get('to') ?? page.query.get('to') ?? addressOf(page, '/deadlines');
    if ('done' in answered) return { redirect: localPathDone(to, answered.done) };
    if (form.get('answer') === null) return { redirect: localPathDone(to, 'busy') };
    return this.#show(page, { typed: form, ...answered });
  }

  /** @throws Refusal not-found */
  async #show(page: Page, wrong?: Wrong): Promise<PageAnswer> {
    const { dossier, on } = await queryOf(page, AnswerQuery);
    const keys = page.query.getAll('deadline');
    const { asOf, knownAt } = page.at;
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const found = (await this.deadlines.on(dossier, asOf, upTo)).find(({ key }) => keys.includes(key));
    const names = await dossierNames(this.events, on === undefined ? [dossier] : [dossier, on], asOf);
    const place = names.get(dossier);
    if (!found || !place) throw refuse('not-found', 'deadline', 'reminded-deadline-not-found', { key: keys[0] ?? '' });
    const its = { dependsOn: on ?? null, dependency: names.get(on ?? '') ?? null };
    const deadline = { ...found, ...its, dossier: place, referential: null };
    const reminders = page.at.isNow ? await this.reminders.ofDeadlines(keys, ownerOf(scopeOf(callerOf(page)))) : null;
    const short = reminders && summarize([...reminders.values()].flat());
    const hasReminders = (reminders?.size ?? 0) > 0;
    const schemes = await this.schemes.at(upTo);
    return {
      title: capitalized(nameOfDeadline(deadline, page.language)),
      menuEntry: 'deadlines',
      status: wrong ? 422 : 200,
      actions: <Acts {...{ page, deadline }} />,
      children: <AnswerView {...{ page, deadline, keys, short, hasReminders, schemes, wrong }} />,
    };
  }
}

type Wrong = { typed: URLSearchParams } & ({ problems: readonly Problem[] } | { hindered: Hindrance });

interface ViewProps {
  page: Page;
  deadline: ListedDeadline;
  keys: readonly string[];
  /** `null` in the past, where reminders are not shown. */
  short: ReminderSummary | null;
  hasReminders: boolean;
  schemes: Schemes;
  wrong: Wrong | undefined;
}

function AnswerView(props: ViewProps) {
  const { page, deadline, keys, short, hasReminders, schemes, wrong } = props;
  const { language } = page;
  const { agenda: t, frame, terms } = phrases(language).console;
  const { page: words } = phrases(language).reminders;
  const { dossier, due, lapses, state } = deadline;
  const scope = may(page, 'admin') ? 'all' : 'own';
  const said = !short ? [t.readOnly] : hasReminders ? remindersInWords(page, short) : [t.nobody[scope]];
  return (
    <>
      {wrong && 'hindered' in wrong ? (
        <Failed>{wrong.hindered === 'changed' ? t.changed : words[wrong.hindered]}</Failed>
      ) : null}
      <Facts
        facts={[
          [
            terms.due,
            <>
              {isSettled(state) ? <DateText page={page} date={due} /> : <DueMark page={page} deadline={deadline} />}{' '}
              <Badge tone={STATE_TONES[state]}>{frame.deadline.states[state]}</Badge>
            </>,
          ],
          [capitalized(t.lapses), lapses && <DateText page={page} date={lapses} />],
          [terms.dossier, linkTo(page, `/dossiers/${dossier.id}`, serviceNamed(dossier))],
          [terms.scheme, schemeName(dossier.scheme, schemes, language)],
          [terms.deadline, keys.length > 1 ? t.announced(keys.length) : null],
          [terms.reminders, isSettled(state) ? null : said.join('\n')],
        ]}
      />
      {short && hasReminders ? <Reminders {...props} short={short} scope={scope} /> : null}
      {short && !isSettled(state) ? <DateOf {...props} /> : null}
      <p>
        <a href={localPath(page.query.get('to') ?? addressOf(page, '/deadlines'))}>{t.back}</a>
      </p>
    </>
  );
}

function Acts({ page, deadline }: Pick<ViewProps, 'page' | 'deadline'>) {
  const { frame, terms } = phrases(page.language).console;
  const { dossier, state } = deadline;
  const actions = isSettled(state) ? [] : deadlineActions(deadline, dossier.id);
  return (
    <>
      {actions.map(({ act, path, query }, index) => (
        <a class={index === 0 ? 'button' : 'button second'} href={addressOf(page, path, query)}>
          {frame.deadline.acts[act]}
        </a>
      ))}
      {buttonTo(addressOf(page, `/dossiers/${dossier.id}/record/DeadlineSet`), terms.setDeadline)}
    </>
  );
}

function Reminders({ page, keys, short, scope, wrong }: ViewProps & { short: ReminderSummary; scope: 'own' | 'all' }) {
  const { agenda: t, terms } = phrases(page.language).console;
  const { page: words } = phrases(page.language).reminders;
  const { canAcknowledge, snoozable, snoozedUntil = '' } = short;
  const shared = { page, action: currentUrlWith(page, {}) };
  const deadline = keys.map((key) => ['deadline', key] as const);
  if (!canAcknowledge && !snoozable) return null;
  return (
    <Section id="reminders" title={terms.reminders}>
      <p class="soft">{t.answers[scope]}</p>
      {canAcknowledge ? (
        <DataForm
          {...shared}
          hidden={deadline}
          parts={[]}
          send={{ label: t.acknowledge, name: 'answer', value: 'acknowledge', looks: 'second' }}
          note={t.acknowledgeHint}
        />
      ) : null}
      {snoozable ? (
        <DataForm
          {...shared}
          {...(wrong && { typed: wrong.typed, problems: 'problems' in wrong ? wrong.problems : [] })}
          hidden={[...deadline, ['snoozed', snoozedUntil]]}
          parts={[
            {
              name: 'until',
              kind: 'date',
              label: words.until,
              hint: possibleDays(snoozable, page.language),
              required: true,
              input: { min: snoozable.from, max: snoozable.to },
            },
          ]}
          send={{ label: words.snooze, name: 'answer', value: 'snooze', looks: 'second' }}
        />
      ) : null}
    </Section>
  );
}

/** Of kinds whose date is that of an event. */
const CORRECTABLE: ReadonlySet<DeadlineKind> = new Set([
  ...(['grant-end', 'renewal-window', 'surveillance', 'reservation', 'target', 'dependency-end'] as const),
]);

/** Why the date cannot be moved, as it follows from an event or a scheme, which it leads to. */
function DateOf({ page, deadline, short }: ViewProps) {
  const { agenda: t } = phrases(page.language).console;
  const { kind, event, dossier, dependsOn } = deadline;
  if (kind === 'officer-set') return null;
  const owner = kind === 'dependency-end' ? dependsOn : dossier.id;
  return (
    <Section id="date" title={t.fixed.summary}>
      <p>
        {t.fixed.why[kind]}{' '}
        {CORRECTABLE.has(kind) && owner !== null ? (
          <a href={`/dossiers/${owner}/events/${event}/correct`}>{t.fixed.correct}</a>
        ) : null}
      </p>
      {short?.snoozable ? <p>{t.fixed.reminder}</p> : null}
    </Section>
  );
}
