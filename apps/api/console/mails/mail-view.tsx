import type { KeptMail } from '#delivery/list-kept-mails.js';
import { Facts, LinkedText, Moment } from '../frame/display.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { MAIL_WORDS } from './mail-words.js';

/** A page stays below 150 kB. */
const MOST_SHOWN = 30_000;
const MOST_SOURCE = 10_000;

/** One mail as its reader would have had it; its links work. */
export function MailView({ page, mail }: { page: ThisPage; mail: KeptMail }) {
  const words = MAIL_WORDS[page.language];
  const headers = Object.entries(mail.headers).map(([name, value]) => `${name}: ${value}`);
  const text = mail.text.slice(0, MOST_SHOWN).toWellFormed();
  const source = mail.html.slice(0, MOST_SOURCE).toWellFormed();
  return (
    <>
      <Facts
        facts={[
          [words.to, mail.recipient],
          [words.at, <Moment page={page} at={mail.at} />],
        ]}
      />
      <pre class="subscribers-text" tabIndex={0} role="region" aria-label={words.text}>
        <LinkedText text={text} />
      </pre>
      {text.length < mail.text.length ? <p class="small">{words.tooLong}</p> : null}
      <p>
        <a class="button second" href={addressOf(page, `/mails/${mail.delivery}/mail.eml`)}>
          {words.download}
        </a>
      </p>
      <details>
        <summary>{words.headers}</summary>
        <pre>{headers.join('\n')}</pre>
      </details>
      <details>
        <summary>{words.html}</summary>
        <p class="hint">{words.htmlHint}</p>
        <pre>{source}</pre>
        {source.length < mail.html.length ? <p class="small">{words.tooLong}</p> : null}
      </details>
      <p>
        <a href={addressOf(page, '/mails')}>{words.back}</a>
      </p>
    </>
  );
}
