import { Get } from '@nestjs/common';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { z } from 'zod';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { dossierTitle, shiftPhrase } from '#language/describe-standing.js';
import { writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { whoOf } from '#subscriptions/messages/mail/change-letter.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { SubscriptionView } from '#subscriptions/subscription.js';
import { wholeNumber } from '../../api/http/query-fields.js';
import { SubscriptionPreviews } from '../../api/subscriptions/subscription-previews.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Table, Timestamp } from '../frame/display.js';
import { addressOf, type PageContext, queryOf } from '../frame/page.js';
import { SubscriberView } from './subscriber-view.js';
import { Subscribers, type SubscriptionTarget, Target } from './subscribers.js';

const menuEntry = 'subscribers';

const PreviewQuery = z.object({
  days: wholeNumber({ minimum: 1, maximum: 366 }).default(30),
});

@Pages('subscribers/:id')
export class SubscriberPages {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly subscribers: Subscribers,
    private readonly previews: SubscriptionPreviews,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async one(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    const subscriber = await this.subscribers.of(id, scope, page);
    const { target: title } = subscriber.view;
    return { title, menuEntry, timeless: true, children: <SubscriberView page={page} {...subscriber} /> };
  }

  @Get('preview')
  @ConsoleRoute('record')
  async preview(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    const { days } = await queryOf(page, PreviewQuery);
    const view = await this.subscriptions.get(id, scope);
    const preview = await this.previews.of(view, days);
    const children = <PreviewView {...{ page, view, days, preview, schemes: await this.schemes.at() }} />;
    return {
      title: phrases(page.language).console.subscriberPreview.title,
      menuEntry,
      timeless: true,
      children,
    };
  }
}

type Preview = Awaited<ReturnType<SubscriptionPreviews['of']>>;
type Previewed = Preview['messages'][number];

interface PreviewProps {
  page: PageContext;
  view: SubscriptionView;
  days: number;
  preview: Preview;
  schemes: Schemes;
}

const DAYS = [7, 30, 90, 366];
const MOST_MESSAGES = 50;
const MOST_LINES = 10;

function PreviewView({ page, view, days, preview, schemes }: PreviewProps) {
  const t = phrases(page.language).console.subscriberPreview;
  const total = Object.values(preview.counts).reduce((sum, count) => sum + count, 0);
  const shown = preview.messages.slice(0, MOST_MESSAGES);
  return (
    <>
      <p>
        <code>{view.target}</code>. {t.intro}
      </p>
      <form method="get" action={page.path} class="filters row">
        <label>
          {t.days}{' '}
          <select name="days">
            {[...new Set([...DAYS, days])]
              .sort((a, b) => a - b)
              .map((count) => (
                <option key={count} value={count} selected={count === days}>
                  {t.daysChoice(count)}
                </option>
              ))}
          </select>
        </label>
        <button class="second">{t.go}</button>
      </form>
      <p role="status">
        <strong>{t.count(total)}</strong> {preview.complete ? null : t.incomplete}{' '}
        {shown.length < total ? t.more : null}
      </p>
      {total === 0 ? <p class="empty">{t.none}</p> : <Messages {...{ page, shown, schemes }} />}
      <p>
        <a href={addressOf(page, `/subscribers/${view.id}`)}>{phrases(page.language).console.subscribers.back}</a>
      </p>
    </>
  );
}

function Messages({ page, shown, schemes }: { page: PageContext; shown: readonly Previewed[]; schemes: Schemes }) {
  const t = phrases(page.language).console.subscriberPreview;
  return (
    <Table label={t.title} columns={[t.when, t.what]}>
      {shown.map((message, index) => (
        <tr key={index}>
          <th scope="row">
            <Timestamp page={page} at={new Date(message.at)} />
          </th>
          <td>
            {phrases(page.language).console.deliveries.type[message.type]}
            <MessageItems lines={linesOf(message, schemes, page.language)} total={message.total} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function MessageItems({ lines, total }: { lines: readonly string[]; total: number }) {
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
    const who = dossierTitle(dossier, schemes, language);
    return `${who}${colon(language)}${phrases(language).mail.reminders.kind[deadline.kind]}, ${writtenDate(deadline.due, language)}`;
  });
}
