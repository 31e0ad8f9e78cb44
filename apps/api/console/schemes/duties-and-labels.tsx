import { phrases } from '#language/phrases.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { typeset } from '#language/format.js';
import type { ThisPage } from '../frame/page.js';
import { When } from '../frame/when.js';
import { InEnglish } from './in-english.js';

/** What has to be done again and again while it lasts. */
export function Duties({ page, scheme }: { page: ThisPage; scheme: Scheme }) {
  const { language } = page;
  const { duties } = phrases(language).console.schemes;
  if (!scheme.duties || scheme.duties.length === 0) return null;
  return (
    <section>
      <h2>{duties.title}</h2>
      <ul>
        {scheme.duties.map(({ code, name, everyMonths, graceDays }) => (
          <li key={code}>
            {[
              typeset(name[language], language),
              duties.every(everyMonths),
              ...(graceDays === undefined ? [] : [duties.grace(graceDays)]),
            ].join(', ')}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Labels that rest on the outcome, each for its time. */
export function Labels({ page, scheme }: { page: ThisPage; scheme: Scheme }) {
  const { language } = page;
  const { labels } = phrases(language).console.schemes;
  if (scheme.labels.length === 0) return null;
  return (
    <section>
      <h2>{labels.title}</h2>
      <table class="lines">
        <caption>{labels.intro}</caption>
        <thead>
          <tr>
            <th scope="col">{labels.name}</th>
            <th scope="col">{labels.from}</th>
            <th scope="col">{labels.until}</th>
            <th scope="col">{labels.basis}</th>
          </tr>
        </thead>
        <tbody>
          {scheme.labels.map(({ slug, name, from, until, basis }) => (
            <tr key={`${slug} ${from}`}>
              <th scope="row">{typeset(name[language], language)}</th>
              <td data-label={labels.from}>
                <When page={page} date={from} />
              </td>
              <td data-label={until === undefined ? undefined : labels.until}>
                {until === undefined ? null : <When page={page} date={until} />}
              </td>
              <td data-label={labels.basis}>
                <InEnglish page={page} text={basis} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
