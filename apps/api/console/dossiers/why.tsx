import { phrases } from '#language/phrases.js';
import type { Status } from '#domain/dossier/status.js';
import { confirms } from '#domain/source/source.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { eventPhrase } from '#notifications/mail/event-phrase.js';
import { statusWord, wholeMilestone } from '#notifications/mail/standing-phrase.js';
import { QuoteBegins } from '../frame/entry-content.js';
import { MaybeLink } from '../frame/maybe-link.js';
import type { ThisPage } from '../frame/page.js';
import { When } from '../frame/when.js';
import type { SectionProps } from './section-props.js';
import { WordOf } from './word-of.js';

/** Events that are told of those that establish a status, the authority's own first. */
const MOST = 6;

const UNSAID = { kind: 'other', publisher: '' } as const;

/** Why the status is what it is: by whose word, in which words, and how far the word for the stage reaches. */
export function Why({ page, view, scheme, eventOf, hrefOf }: SectionProps) {
  const words = phrases(page.language).console.dossiers;
  const { status, stage, because } = view;
  if (status === 'unknown')
    return (
      <section aria-labelledby="why">
        <h2 id="why">{words.why(statusWord(status, scheme, page.language))}</h2>
        <p>{words.nobody}</p>
      </section>
    );
  const isConfirming = (id: string): boolean => confirms(eventOf(id)?.source ?? UNSAID);
  const latestFirst = because.toReversed();
  const shown = [...latestFirst.filter(isConfirming), ...latestFirst.filter((id) => !isConfirming(id))].slice(0, MOST);
  const stageName = stage && wholeMilestone(stage.milestone, scheme, page.language);
  return (
    <section aria-labelledby="why" class="note">
      <h2 id="why">{words.why(statusWord(status, scheme, page.language))}</h2>
      <p>
        <strong>{wordOfStatus({ page, view, eventOf })}</strong>
      </p>
      {stage && stageName ? (
        <p>{stage.confirmed ? words.stageConfirmed(stageName) : words.stageClaimed(stageName)}</p>
      ) : null}
      <p>{words.becauseOf}</p>
      <ol>
        {shown.map((id) => (
          <li key={id}>
            <Reason {...{ page, view, scheme, eventOf, hrefOf, id }} />
          </li>
        ))}
      </ol>
      {because.length > shown.length ? <p class="soft">{words.earlier(because.length - shown.length)}</p> : null}
    </section>
  );
}

function Reason({ page, scheme, eventOf, hrefOf, id }: SectionProps & { id: string }) {
  const event = eventOf(id);
  if (!event) return null;
  return (
    <>
      <MaybeLink href={hrefOf(id)}>{capitalized(eventPhrase(event, page.language, scheme))}</MaybeLink>
      <Occurred page={page} event={event} />
      <br />
      <WordOf page={page} event={event} />
      {'title' in event.data && event.data.title !== undefined ? <div class="small">{event.data.title}</div> : null}
      {event.source?.quote === undefined ? null : <QuoteBegins page={page} text={event.source.quote} />}
    </>
  );
}

function Occurred({ page, event }: { page: ThisPage; event: object }) {
  if (!('occurred' in event) || typeof event.occurred !== 'string') return null;
  return (
    <>
      {', '}
      <When page={page} date={event.occurred} />
    </>
  );
}

/** Nobody says so: a day passed, on which what the authority said ran out. */
const isWorkedOut = (status: Status): boolean => status === 'expired' || status === 'lapsed';

/** Of a confirmed status those are named that confirm it, of a claim those that claim it. */
function wordOfStatus({ page, view, eventOf }: Pick<SectionProps, 'page' | 'view' | 'eventOf'>): string {
  const words = phrases(page.language).console.dossiers;
  const sources = view.because.flatMap((id) => eventOf(id)?.source ?? []);
  const heard = sources.filter((source) => confirms(source) === view.confirmed);
  const who = [...new Set(heard.map(({ publisher }) => publisher))].slice(0, 3).join(', ');
  if (!view.confirmed) return words.claimedBy(who);
  return isWorkedOut(view.status) ? words.followsFrom(who) : words.confirmedBy(who);
}
