import type { WholeDelivery } from '#delivery/get-delivery.js';
import type { Rendered } from '#notifications/mail/rendered.js';
import { Facts, LinkedText } from '../frame/display.js';
import { thisPageWith, type ThisPage } from '../frame/page.js';
import { DELIVERY_WORDS } from './delivery-words.js';

/** A page stays below 150 kB, and a quotation mark takes six bytes of it. */
const SHOWN = 6_000;
const MOST_SHOWN = 30_000;

/** Where a token would stand. */
const LEFT_OUT = /token=…|"challenge": "…"/;

interface SaysProps {
  page: ThisPage;
  whole: WholeDelivery;
  mail: Rendered | undefined;
  payload: string | undefined;
}

/** What a delivery says, as its reader sees it. */
export function WhatItSays({ page, whole, mail, payload }: SaysProps) {
  const { says, sendHeaders } = DELIVERY_WORDS[page.language];
  return (
    <section aria-labelledby="says">
      <h2 id="says">{says.heading}</h2>
      {LEFT_OUT.test(mail?.text ?? payload ?? '') ? <p class="hint">{says.without}</p> : null}
      {mail ? (
        <>
          <Facts facts={[[says.subject, <strong>{mail.subject}</strong>]]} />
          <CutShort page={page} text={mail.text} label={says.mail} />
        </>
      ) : null}
      {payload === undefined ? null : (
        <>
          <Facts
            facts={[
              [
                sendHeaders,
                <code>
                  webhook-id: {whole.messageId}, jalon-attempt: {Math.max(1, whole.attempts)}
                </code>,
              ],
            ]}
          />
          <CutShort page={page} text={payload} label={says.payload} />
        </>
      )}
    </section>
  );
}

/** The beginning of a text, and more of it for who asks. */
function CutShort({ page, text, label }: { page: ThisPage; text: string; label: string }) {
  const words = DELIVERY_WORDS[page.language];
  const most = page.query.has('whole') ? MOST_SHOWN : SHOWN;
  const shown = text.slice(0, most).toWellFormed();
  return (
    <>
      <pre class="subscribers-text" tabIndex={0} role="region" aria-label={label}>
        <LinkedText text={shown} />
      </pre>
      {shown.length < text.length ? (
        <p class="small">
          {words.tooLong(shown.length)}{' '}
          {most < MOST_SHOWN ? <a href={thisPageWith(page, { whole: 'true' })}>{words.whole}</a> : null}
        </p>
      ) : null}
    </>
  );
}
