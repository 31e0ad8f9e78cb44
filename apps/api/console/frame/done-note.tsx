import type { ThisPage } from './page.js';

/** Says what was just done, in the words of its room; of anything else in the address nothing is said. */
export function DoneNote({ page, words }: { page: ThisPage; words: Readonly<Partial<Record<string, string>>> }) {
  const done = page.query.get('done') ?? '';
  const said = Object.hasOwn(words, done) ? words[done] : undefined;
  return said === undefined ? null : (
    <p class="note good" role="status">
      {said}
    </p>
  );
}
