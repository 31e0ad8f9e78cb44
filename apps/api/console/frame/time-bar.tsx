import { phrases } from '#language/phrases.js';
import { writtenDate } from '#language/format.js';
import { thisPageWith, type ThisPage } from './page.js';

/** Places in lists, and what was just done: of no use at another moment. */
const LEFT = ['page', 'cursor', 'story', 'event', 'seen', 'done'];

/** As of which day, as known on which: every link of the page keeps it. */
export function TimeBar({ page }: { page: ThisPage }) {
  const { time } = phrases(page.language).console.frame;
  const { asOf, knownOn, isNow } = page.at;
  const kept = [...page.query].filter(([name]) => !['asOf', 'knownOn', ...LEFT].includes(name));
  return (
    <section class={isNow ? 'time' : 'time past'} aria-label={time.label}>
      <form method="get" action={page.path}>
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
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
          {time.past(
            writtenDate(asOf, page.language),
            knownOn === undefined ? undefined : writtenDate(knownOn, page.language),
          )}{' '}
          <a href={thisPageWith(page, { asOf: undefined, knownOn: undefined, cursor: undefined, story: undefined })}>
            {time.now}
          </a>
        </p>
      )}
    </section>
  );
}
