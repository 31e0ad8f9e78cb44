import { addDays } from '#domain/date/day.js';
import type { Problem } from '#domain/refusal.js';
import { capitalized, writtenInstant } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type FilterNames, filterInWords } from '#subscriptions/filter.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { Field, Form, Hidden, Problems } from '../frame/controls.js';
import { DoneNote, Facts, Section, Table, Timestamp } from '../frame/display.js';
import { currentUrlWith, type PageContext } from '../frame/page.js';
import type { SubscriptionChoices } from './followed-names.js';
import { AdvancedFilters, FilterFields, NotificationFields } from './subscription-fields.js';
import { ChangedByOthers, labelsIn } from './subscription-form.js';
import { mannerInWords } from './subscription-form-data.js';

export interface SentMessage {
  at: Date;
  subject: string;
}

export interface PreferencesAsked {
  typed: URLSearchParams;
  problems: readonly Problem[];
  /** Settings that somebody else changed, too. */
  both: readonly string[];
  /** The settings when the form was opened. */
  was: URLSearchParams;
  /** The day entered. */
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
export function PreferencesView(props: PreferencesProps) {
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
export const MOST_DAYS_PAUSED = 366;

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
      {sent.length === 0 ? (
        <p class="empty">{t.nothing}</p>
      ) : (
        <Table label={t.history} columns={[t.what, t.when]}>
          {sent.map(({ at, subject }, index) => (
            <tr key={index}>
              <th scope="row" lang={view.language}>
                {subject}
              </th>
              <td data-label={t.when} class="nowrap">
                <Timestamp page={page} at={at} />
              </td>
            </tr>
          ))}
        </Table>
      )}
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
