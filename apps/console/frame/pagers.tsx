import { english, french } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type PageContext, currentUrlWith } from './page.js';

/** Beyond this, a list says that it has more. */
export const MOST_COUNTED = 10_000;

interface CursorPagerProps {
  page: PageContext;
  /** Name of the cursor parameter. */
  cursor: string;
  /** Absent on the last page. */
  next: string | number | null | undefined;
  words: { first: string; next: string };
  shown?: number;
  /** Of all that match, up to one more than `MOST_COUNTED`; absent: unknown. */
  total?: number;
}

/** Links to the first and the next page of a list that is read by cursor. */
export function CursorPager({ page, cursor, next = null, words, shown = 0, total }: CursorPagerProps) {
  const isFirst = !page.query.has(cursor);
  if (isFirst && next === null) return null;
  const { some, someOfMany } = phrases(page.language).console.frame.pages;
  return (
    <nav class="pager" aria-label={phrases(page.language).console.frame.pages.label}>
      {isFirst ? null : <a href={currentUrlWith(page, { [cursor]: undefined })}>{words.first}</a>}
      {total === undefined ? null : (
        <span>{total > MOST_COUNTED ? someOfMany(shown, MOST_COUNTED) : some(shown, total)}</span>
      )}
      {next === null ? null : (
        <a rel="next" href={currentUrlWith(page, { [cursor]: next })}>
          {words.next}
        </a>
      )}
    </nav>
  );
}

interface PagerProps {
  page: PageContext;
  /** Counted from 1. */
  number: number;
  size: number;
  total: number;
}

/** Links to the previous and next page of a list. */
export function Pager({ page, number, size, total }: PagerProps) {
  const words = phrases(page.language).console.frame.pages;
  if (total <= size && number === 1) return null;
  const to = (one: number): string => currentUrlWith(page, { page: one === 1 ? undefined : one });
  const last = Math.max(1, Math.ceil(total / size));
  const formatted = (one: number): string => (page.language === 'fr' ? french : english).number(one);
  return (
    <nav class="pager" aria-label={words.label}>
      {number > 1 ? (
        <a rel="prev" href={to(number - 1)}>
          {words.previous}
        </a>
      ) : null}
      <ol class="pages">
        {pagesAround(number, last).map((one, index, all) => (
          <li class={one - (all[index - 1] ?? 0) > 1 ? 'after-gap' : undefined}>
            {one === number ? (
              <strong aria-current="page" aria-label={words.page(one, last)}>
                {formatted(one)}
              </strong>
            ) : (
              <a href={to(one)} aria-label={words.page(one, last)}>
                {formatted(one)}
              </a>
            )}
          </li>
        ))}
      </ol>
      <span>{words.shown(Math.min(total, (number - 1) * size + 1), Math.min(total, number * size), total)}</span>
      {number < last ? (
        <a rel="next" href={to(number + 1)}>
          {words.next}
        </a>
      ) : null}
    </nav>
  );
}

/** The first, the last and those around the current one. */
const pagesAround = (number: number, last: number): number[] =>
  [...new Set([1, number - 1, number, number + 1, last])]
    .filter((one) => one >= 1 && one <= last)
    .sort((a, b) => a - b);

/** The number of entries that are not shown. */
export const More = ({ page, count }: { page: PageContext; count: number }) =>
  count > 0 ? <p class="soft">{phrases(page.language).console.frame.sources.more(count)}</p> : null;
