import { phrases } from '#language/phrases.js';
import type { Ownership } from '#domain/provider/ownership.js';
import { fieldValue } from '#notifications/mail/field-value.js';
import { writtenDate } from '#language/format.js';
import { QuoteBegins } from '../frame/entry-content.js';
import { Facts } from '../frame/facts.js';
import { MaybeLink } from '../frame/maybe-link.js';
import { More } from '../frame/more.js';
import type { ThisPage } from '../frame/page.js';
import type { ReadProvider } from './provider-reading.js';
import { SaidBy } from '../frame/said-by.js';

/** Earlier declarations that are told. */
const MOST = 5;

interface Props {
  page: ThisPage;
  provider: ReadProvider['provider'];
  hrefOf: (id: string) => string | undefined;
}

/** Whose it is, and whose technology it works with: as declared last, and before. */
export function Owners({ page, provider: { ownershipHistory }, hrefOf }: Props) {
  const { owners: words } = phrases(page.language).console.providers;
  const [latest, ...former] = ownershipHistory;
  if (!latest) return null;
  return (
    <section aria-labelledby="owners">
      <h2 id="owners">{words.title}</h2>
      <Declared page={page} declared={latest} hrefOf={hrefOf} />
      {former.length === 0 ? null : (
        <>
          <h3>{words.former}</h3>
          {former.slice(0, MOST).map((one) => (
            <Declared key={one.event} page={page} declared={one} hrefOf={hrefOf} />
          ))}
          <More page={page} count={former.length - MOST} />
        </>
      )}
    </section>
  );
}

function Declared({ page, declared, hrefOf }: Pick<Props, 'page' | 'hrefOf'> & { declared: Ownership }) {
  const { language } = page;
  const { owners: words } = phrases(language).console.providers;
  const { holders, technology, hosting, occurred, until, event, source } = declared;
  const day = occurred === null ? words.undated : writtenDate(occurred, language);
  const end = until === null ? '' : ` (${words.until} ${writtenDate(until, language)})`;
  return (
    <div class="card">
      <Facts
        facts={[
          [words.holders, fieldValue('holders', holders, language)],
          [words.technology, technology?.join(', ')],
          [words.hosting, hosting],
          [words.since, <MaybeLink href={hrefOf(event)}>{`${day}${end}`}</MaybeLink>],
        ]}
      />
      <p>
        <SaidBy page={page} source={source} />
      </p>
      {source.quote === undefined ? null : <QuoteBegins page={page} text={source.quote} />}
    </div>
  );
}
