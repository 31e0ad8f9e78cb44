import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { Status } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName, statusWord } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { addressOfView, type ViewAddress } from '#views/saved-views.js';
import type { PageContext } from '../frame/page.js';

/** A list and its filters, on one line. */
export function ViewText({ page, schemes, view }: { page: PageContext; schemes: Schemes; view: ViewAddress }) {
  const fields: Partial<Record<string, string>> = phrases(page.language).console.views.fields;
  return (
    <>
      <a href={addressOfView(view)}>{listName(page, view.path)}</a>
      {[...new URLSearchParams(view.query)]
        .filter(([name]) => name !== 'view')
        .map(([name, value]) => (
          <>
            {' · '}
            {fields[name] ?? name} <strong>{chosenIn(page, schemes, name, value)}</strong>
          </>
        ))}
    </>
  );
}

/** What a filter selects, in words; nothing to add to the name of one that is only switched on. */
function chosenIn(page: PageContext, schemes: Schemes, name: string, value: string): string | undefined {
  const { language } = page;
  const { console, mail } = phrases(language);
  if (value === 'true') return undefined;
  if (value === 'false') return console.views.no;
  if (name === 'show') return console.board.ways[value === 'chart' ? 'chart' : 'grants'];
  if (name === 'scheme') return schemeName(value, schemes, language);
  const status = name === 'status' ? Status.safeParse(value).data : undefined;
  if (status) return statusWord(status, undefined, language);
  const kind = name === 'kind' ? DEADLINE_KINDS.find((one) => one === value) : undefined;
  if (kind) return mail.reminders.kind[kind];
  if (name === 'within') return console.views.days(Number(value));
  return value;
}

function listName({ language }: PageContext, path: string): string {
  const { lists } = phrases(language).console.views;
  switch (path) {
    case '/':
      return lists.board;
    case '/deadlines':
      return lists.deadlines;
    case '/grants':
      return lists.grants;
    case '/providers':
      return lists.providers;
    default:
      return lists.register(path.split('/')[2] ?? '');
  }
}
