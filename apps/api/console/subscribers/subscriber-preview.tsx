import type { Schemes } from '#domain/scheme/catalogue.js';
import { whoOf } from '#notifications/mail/change-letter.js';
import { colon, type Language } from '#language/language.js';
import { REMINDER_WORDS } from '#notifications/mail/reminder-words.js';
import { schemeName, shiftPhrase } from '#language/describe-standing.js';
import { writtenDate } from '#language/format.js';
import type { SubscriptionView } from '#subscriptions/list-subscriptions.js';
import type { SubscriptionPreviews } from '../../subscriptions/subscription-previews.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { Moment } from '../frame/display.js';
import { DELIVERY_WORDS } from './delivery-words.js';
import { phrases } from '#language/phrases.js';
import { PREVIEW_WORDS } from './preview-words.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';

type Preview = Awaited<ReturnType<SubscriptionPreviews['of']>>;
type Previewed = Preview['messages'][number];

interface PreviewProps {
  page: ThisPage;
  view: SubscriptionView;
  days: number;
  preview: Preview;
  schemes: Schemes;
}

const DAYS = [7, 30, 90, 366];
const MOST_MESSAGES = 50;
const MOST_LINES = 10;

/** The messages of the last days, newest first. */
export function PreviewView({ page, view, days, preview, schemes }: PreviewProps) {
  const words = PREVIEW_WORDS[page.language];
  const total = Object.values(preview.counts).reduce((sum, count) => sum + count, 0);
  const shown = preview.messages.slice(0, MOST_MESSAGES);
  return (
    <>
      <p>
        <code>{view.target}</code>. {words.intro}
      </p>
      <form method="get" action={page.path} class="filters row">
        <label>
          {words.days}{' '}
          <select name="days">
            {[...new Set([...DAYS, days])]
              .sort((a, b) => a - b)
              .map((count) => (
                <option key={count} value={count} selected={count === days}>
                  {words.daysChoice(count)}
                </option>
              ))}
          </select>
        </label>
        <button class="second">{words.go}</button>
      </form>
      <p role="status">
        <strong>{words.count(total)}</strong> {preview.complete ? null : words.incomplete}{' '}
        {shown.length < total ? words.more : null}
      </p>
      {total === 0 ? <p class="empty">{words.none}</p> : <Messages {...{ page, shown, schemes }} />}
      <p>
        <a href={addressOf(page, `/subscribers/${view.id}`)}>{SUBSCRIBER_WORDS[page.language].back}</a>
      </p>
    </>
  );
}

function Messages({ page, shown, schemes }: { page: ThisPage; shown: readonly Previewed[]; schemes: Schemes }) {
  const words = PREVIEW_WORDS[page.language];
  return (
    <table class="lines">
      <caption class="unseen">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.when}</th>
          <th scope="col">{words.what}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((message, index) => (
          <tr key={index}>
            <th scope="row">
              <Moment page={page} at={new Date(message.at)} />
            </th>
            <td>
              {DELIVERY_WORDS[page.language].type[message.type]}
              <Told lines={linesOf(message, schemes, page.language)} total={message.total} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a message holds: one thing, or the first of many. */
function Told({ lines, total }: { lines: readonly string[]; total: number }) {
  if (total === 1) return <div>{lines[0]}</div>;
  return (
    <ul>
      {lines.slice(0, MOST_LINES).map((line, index) => (
        <li key={index}>{line}</li>
      ))}
      {total > MOST_LINES ? <li>… ({total})</li> : null}
    </ul>
  );
}

function linesOf(message: Previewed, schemes: Schemes, language: Language): string[] {
  if ('changes' in message)
    return message.changes.map((change) => {
      const scheme = change.scheme === null ? undefined : schemes.get(change.scheme);
      const shift = change.status ? shiftPhrase(change.status, scheme, language) : undefined;
      const what = phrases(language).events.types[change.type].name;
      return `${whoOf(change, schemes, language)}${colon(language)}${what}${shift === undefined ? '' : ` (${shift})`}`;
    });
  return message.reminders.map(({ deadline, dossier }) => {
    const service = dossier.service === null ? '' : `, ${dossier.service.name}`;
    const who = `${dossier.provider.name}${service} (${schemeName(dossier.scheme, schemes, language)})`;
    return `${who}${colon(language)}${REMINDER_WORDS[language].kind[deadline.kind]}, ${writtenDate(deadline.due, language)}`;
  });
}
