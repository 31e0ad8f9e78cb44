import { phrases } from '#language/phrases.js';
import { soonestEnd } from '#domain/dossier/standing.js';
import { schemeName } from '#notifications/mail/scheme-name.js';
import { Columns } from '../frame/columns.js';
import { StatusBadge } from '../frame/badge.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { When } from '../frame/when.js';
import type { ReadProvider } from './provider-reading.js';

/** Dossiers that are listed; the board has all. */
const MOST = 40;

/** The dossiers that it held on the day, and where they stand. */
export function DossierTable({ page, read: { dossiers, provider, schemes } }: { page: ThisPage; read: ReadProvider }) {
  const { language } = page;
  const words = phrases(language).console.providers;
  return (
    <section aria-labelledby="dossiers">
      <h2 id="dossiers">{words.dossiers}</h2>
      {dossiers.length === 0 ? (
        <p>{words.noDossiers}</p>
      ) : (
        <table class="lines">
          <caption class="unseen">{words.dossierCaption}</caption>
          <Columns names={[words.service, words.scheme, words.status, words.until]} />
          <tbody>
            {dossiers.slice(0, MOST).map(({ id, service, scheme, status, confirmed, grants }) => {
              const end = soonestEnd(grants);
              return (
                <tr key={id}>
                  <th scope="row">
                    <a href={addressOf(page, `/dossiers/${id}`)}>{service?.name ?? words.nameless}</a>
                  </th>
                  <td data-label={words.scheme}>{schemeName(scheme, schemes, language)}</td>
                  <td data-label={words.status}>
                    <StatusBadge {...{ status, confirmed, language, scheme: schemes.get(scheme) }} />
                  </td>
                  <td {...(end !== null && { 'data-label': words.until })}>
                    {end === null ? null : <When page={page} date={end} />}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {dossiers.length > MOST ? (
        <p>
          <a href={addressOf(page, '/', { provider: provider.slug })}>{words.onBoard(dossiers.length)}</a>
        </p>
      ) : null}
    </section>
  );
}
