import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { Timestamp } from './display.js';
import { type PageContext, currentUrlWith } from './page.js';

/** The point in time shown, as a sentence. */
export function situationOf({ language, at: { asOf, knownOn } }: PageContext): string {
  const known = knownOn === undefined ? undefined : writtenDate(knownOn, language);
  return phrases(language).console.frame.time.past(writtenDate(asOf, language), known);
}

/** Parameters that do not carry over to another date. */
const LEFT = ['page', 'cursor', 'story', 'event', 'seen', 'done'];

/** The dates `asOf` and `knownOn`; every link of the page keeps them. */
export function TimeBar({ page }: { page: PageContext }) {
  const { time } = phrases(page.language).console.frame;
  const { asOf, knownOn, isNow } = page.at;
  const kept = [...page.query].filter(([name]) => !['asOf', 'knownOn', ...LEFT].includes(name));
  return (
    <section class={isNow ? 'time' : 'time past'} aria-label={time.label}>
      <form method="get" action={page.path}>
        {kept.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <label>
          {time.asOf} <input type="date" name="asOf" value={asOf} title={time.asOfHint} />
        </label>
        <label>
          {time.knownOn}{' '}
          <input type="date" name="knownOn" value={knownOn ?? ''} max={page.today} title={time.knownOnHint} />
        </label>
        <button class="second">{time.go}</button>
      </form>
      {isNow ? null : (
        <p role="status">
          {situationOf(page)}{' '}
          <a href={currentUrlWith(page, { asOf: undefined, knownOn: undefined, cursor: undefined, story: undefined })}>
            {time.now}
          </a>
        </p>
      )}
    </section>
  );
}

/** For an entity that was not recorded yet at the point in time shown. */
export function NotYet({ page, since }: { page: PageContext; since: Date }) {
  const words = phrases(page.language).console.frame.notYet;
  return (
    <div class="empty">
      <p>
        {words.text} <Timestamp page={page} at={since} />.
      </p>
      <p>
        <a href={currentUrlWith(page, { asOf: undefined, knownOn: undefined })}>{words.now}</a>
      </p>
    </div>
  );
}
