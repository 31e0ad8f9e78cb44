import type { ComponentChildren } from 'preact';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Failed } from './controls.js';
import type { PageContext } from './page.js';

interface Props {
  page: PageContext;
  /** What it is now, by the label of the field. */
  now: readonly (readonly [label: string, value: ComponentChildren])[];
  /** What was not done. */
  not?: 'saved' | 'removed';
}

/** What somebody else changed since a form was opened. Sent once more, the form replaces it. */
export function Meanwhile({ page, now, not = 'saved' }: Props) {
  if (now.length === 0) return null;
  const { changed, again } = phrases(page.language).console.frame.meanwhile;
  return (
    <Failed tone="warn">
      <p>
        <strong>{changed}</strong>
      </p>
      <ul>
        {now.map(([label, value]) => (
          <li>
            {label}
            {colon(page.language)}
            {value}
          </li>
        ))}
      </ul>
      <p>{again[not]}</p>
    </Failed>
  );
}

/** A text that was sent to a page whose form is gone. */
export function UnsavedText({ page, text }: { page: PageContext; text: string }) {
  if (text === '') return null;
  return (
    <div class="note">
      <p>{phrases(page.language).console.frame.meanwhile.unsaved}</p>
      <p class="written">{text}</p>
    </div>
  );
}
