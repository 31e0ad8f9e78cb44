import { phrases } from '#language/phrases.js';
import { Columns } from '../frame/columns.js';
import { MaybeLink } from '../frame/maybe-link.js';
import { More } from '../frame/more.js';
import type { ThisPage } from '../frame/page.js';
import { SourceLine } from '../frame/source-line.js';
import { When } from '../frame/when.js';
import type { ReadProvider } from './provider-reading.js';

/** Names that are listed, the latest. */
const MOST = 20;

interface Props {
  page: ThisPage;
  provider: ReadProvider['provider'];
  hrefOf: (id: string) => string | undefined;
}

/** What it was called from when to when. */
export function Names({ page, provider, hrefOf }: Props) {
  const { names: words } = phrases(page.language).console.providers;
  return (
    <section aria-labelledby="names">
      <h2 id="names">{words.title}</h2>
      <table class="lines">
        <caption class="unseen">{words.caption}</caption>
        <Columns names={[words.name, words.since, words.until, words.word]} />
        <tbody>
          {provider.names.slice(0, MOST).map(({ name, since, until, event, source }, index) => (
            <tr key={`${event} ${index}`}>
              <th scope="row">
                <MaybeLink href={hrefOf(event)}>{name}</MaybeLink>
              </th>
              <td data-label={words.since}>{since === null ? words.always : <When page={page} date={since} />}</td>
              <td data-label={words.until}>{until === null ? words.still : <When page={page} date={until} />}</td>
              <td {...(source && { 'data-label': words.word })}>
                {source ? <SourceLine source={source} language={page.language} /> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More page={page} count={provider.names.length - MOST} />
    </section>
  );
}
