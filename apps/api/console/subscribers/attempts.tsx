import type { AttemptView, WholeDelivery } from '#delivery/get-delivery.js';
import { Badge, Facts, Moment, type Tone } from '../frame/display.js';
import { thisPageWith, type ThisPage } from '../frame/page.js';
import { reasonIn } from '../frame/reason-words.js';
import { DELIVERY_WORDS } from './delivery-words.js';

const TONES: Record<AttemptView['result'], Tone> = { delivered: 'good', unavailable: 'warn', rejected: 'bad' };

interface AttemptsProps {
  page: ThisPage;
  channel: 'email' | 'webhook';
  whole: WholeDelivery;
}

/** Every attempt that came to an end, the latest one first. */
export function Attempts({ page, channel, whole: { log, type } }: AttemptsProps) {
  const words = DELIVERY_WORDS[page.language];
  const isChallenge = type === 'subscription.verification' && channel === 'webhook';
  return (
    <section aria-labelledby="attempts">
      <h2 id="attempts">{words.attempts}</h2>
      {log.length === 0 ? <p>{words.noAttempt}</p> : null}
      {isChallenge && log.length > 0 ? <p class="hint">{words.notKept}</p> : null}
      {log.toReversed().map((attempt, index) => (
        <Attempt key={attempt.number} page={page} attempt={attempt} isLatest={index === 0} />
      ))}
    </section>
  );
}

/** Of all but the latest the answer is shown to who asks for it: together they would be too much for a page. */
function Attempt({ page, attempt, isLatest }: { page: ThisPage; attempt: AttemptView; isLatest: boolean }) {
  const { language } = page;
  const words = DELIVERY_WORDS[language];
  const { number, at, tookMs, result, code, error, headers, body } = attempt;
  const hasAnswer = Object.keys(headers ?? {}).length > 0 || Boolean(body);
  const isShown = hasAnswer && (isLatest || page.query.get('attempt') === String(number));
  return (
    <article class="card" aria-labelledby={`attempt-${number}`}>
      <h3 id={`attempt-${number}`}>
        {words.attempt(number)} <Badge tone={TONES[result]}>{words.result[result]}</Badge>
      </h3>
      <Facts
        facts={[
          [words.at, <Moment page={page} at={at} />],
          [words.took, `${tookMs.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB')} ms`],
          [words.code, code],
          [words.error, error === null ? null : reasonIn(error, language)],
        ]}
      />
      {isShown ? <Answered page={page} attempt={attempt} /> : null}
      {isShown || !hasAnswer ? null : (
        <a href={`${thisPageWith(page, { attempt: number })}#attempt-${number}`}>{words.seeAnswer}</a>
      )}
    </article>
  );
}

function Answered({ page, attempt: { headers, body, result } }: { page: ThisPage; attempt: AttemptView }) {
  const words = DELIVERY_WORDS[page.language];
  const listed = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return (
    <>
      {listed.length === 0 ? null : (
        <details>
          <summary>{words.headers}</summary>
          <pre>{listed.join('\n')}</pre>
        </details>
      )}
      {body === null || body === '' ? null : (
        <details open={result !== 'delivered'}>
          <summary>{words.body}</summary>
          <p class="hint">{words.bodyHint}</p>
          <pre>{body}</pre>
        </details>
      )}
    </>
  );
}
