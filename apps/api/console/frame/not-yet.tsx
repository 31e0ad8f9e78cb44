import { phrases } from '#language/phrases.js';
import { thisPageWith, type ThisPage } from './page.js';
import { Moment } from './when.js';

/** Says since when something is on record that was not at the moment looked at. */
export function NotYet({ page, since }: { page: ThisPage; since: Date }) {
  const words = phrases(page.language).console.frame.notYet;
  return (
    <div class="empty">
      <p>
        {words.text} <Moment page={page} at={since} />.
      </p>
      <p>
        <a href={thisPageWith(page, { asOf: undefined, knownOn: undefined })}>{words.now}</a>
      </p>
    </div>
  );
}
