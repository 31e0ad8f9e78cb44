import type { KeptMail } from '#delivery/list-kept-mails.js';
import { phrases } from '#language/phrases.js';
import { addressOf, thisPageWith, type ThisPage } from '../frame/page.js';
import { Moment } from '../frame/display.js';
import { MAIL_WORDS } from './mail-words.js';

interface ListProps {
  page: ThisPage;
  items: readonly KeptMail[];
  /** The cursor of the page after this one. */
  next: string | null;
  /** An SMTP server is set. */
  isSent: boolean;
}

/** Kept mails, the newest first. */
export function MailList({ page, items, next, isSent }: ListProps) {
  const words = MAIL_WORDS[page.language];
  return (
    <>
      <p class={isSent ? 'note' : undefined}>{isSent ? words.sent : words.intro}</p>
      {items.length > 0 ? (
        <table class="lines">
          <caption class="unseen">{words.title}</caption>
          <thead>
            <tr>
              <th scope="col">{words.column.subject}</th>
              <th scope="col">{words.column.to}</th>
              <th scope="col">{words.column.at}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ delivery, subject, recipient, at }) => (
              <tr key={delivery}>
                <th scope="row">
                  <a href={addressOf(page, `/mails/${delivery}`)}>{subject}</a>
                </th>
                <td data-label={words.column.to}>{recipient}</td>
                <td data-label={words.column.at}>
                  <Moment page={page} at={at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : isSent ? null : (
        <p class="empty">{words.empty}</p>
      )}
      <Older page={page} next={next} />
    </>
  );
}

function Older({ page, next }: Pick<ListProps, 'page' | 'next'>) {
  const words = MAIL_WORDS[page.language];
  const isFirst = !page.query.has('cursor');
  if (isFirst && next === null) return null;
  return (
    <nav class="pager" aria-label={phrases(page.language).console.frame.pages.label}>
      {isFirst ? null : <a href={thisPageWith(page, { cursor: undefined })}>{words.newest}</a>}
      {next === null ? null : (
        <a rel="next" href={thisPageWith(page, { cursor: next })}>
          {words.older}
        </a>
      )}
    </nav>
  );
}
