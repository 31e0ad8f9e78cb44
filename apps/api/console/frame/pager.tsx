import { phrases } from '#language/phrases.js';
import { thisPageWith, type ThisPage } from './page.js';

/** To the pages of a list before and after this one. @param page counted from 1 */
export function Pager({ page, number, size, total }: { page: ThisPage; number: number; size: number; total: number }) {
  const words = phrases(page.language).console.frame.pages;
  if (total <= size && number === 1) return null;
  const last = Math.max(1, Math.ceil(total / size));
  return (
    <nav class="pager" aria-label={words.label}>
      {number > 1 ? (
        <a rel="prev" href={thisPageWith(page, { page: number === 2 ? undefined : number - 1 })}>
          {words.previous}
        </a>
      ) : null}
      <span>{words.shown(Math.min(total, (number - 1) * size + 1), Math.min(total, number * size), total)}</span>
      {number < last ? (
        <a rel="next" href={thisPageWith(page, { page: number + 1 })}>
          {words.next}
        </a>
      ) : null}
    </nav>
  );
}
