import type { Status } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { DossierChange } from '#imports/dossier-changes.js';
import { schemeName } from '#notifications/mail/scheme-name.js';
import { StatusBadge } from '../frame/display.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { JUDGED_WORDS } from './judged-words.js';

const SHOWN = 40;

interface ChangesTableProps {
  page: ThisPage;
  schemes: Schemes;
  changes: readonly DossierChange[];
  touched: number;
  /** It was recorded: what was opened is there to be seen. */
  isDone?: boolean;
}

/** Dossiers that a file touches: where each stood, and where it stands then. */
export function ChangesTable({ page, schemes, changes, touched, isDone = false }: ChangesTableProps) {
  const words = JUDGED_WORDS[page.language].changes;
  const shown = changes.slice(0, SHOWN);
  return (
    <>
      <h2>{isDone ? words.done : words.heading}</h2>
      {shown.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <table class="lines">
          <caption>{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.dossier}</th>
              <th scope="col">{words.before}</th>
              <th scope="col">{words.after}</th>
              <th scope="col" class="number">
                {words.facts}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((change) => (
              <Change key={change.dossier.id} {...{ page, schemes, change, isDone }} />
            ))}
          </tbody>
        </table>
      )}
      {touched > shown.length ? <p class="soft">{words.more(touched - shown.length)}</p> : null}
    </>
  );
}

function Change({
  page,
  schemes,
  change,
  isDone,
}: Pick<ChangesTableProps, 'page' | 'schemes'> & { change: DossierChange; isDone: boolean }) {
  const { language } = page;
  const words = JUDGED_WORDS[language].changes;
  const { dossier, opened, before, after, confirmedBefore, confirmedAfter, events } = change;
  const scheme = schemes.get(dossier.scheme);
  const name = [dossier.provider, dossier.service].filter((part) => part !== null).join(', ');
  const badge = (status: Status, confirmed: boolean) => <StatusBadge {...{ status, confirmed, scheme, language }} />;
  return (
    <tr>
      <th scope="row">
        {opened && !isDone ? name : <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{name}</a>}{' '}
        <span class="soft small">{schemeName(dossier.scheme, schemes, language)}</span>
      </th>
      <td data-label={words.before}>
        {before === null ? <span class="soft">{words.opened}</span> : badge(before, confirmedBefore ?? false)}
      </td>
      <td data-label={words.after}>{badge(after, confirmedAfter)}</td>
      <td data-label={words.facts} class="number">
        {events}
      </td>
    </tr>
  );
}
