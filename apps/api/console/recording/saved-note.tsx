import { entryId } from '../frame/timeline-entries.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { PROCEEDING_WORDS } from './proceeding-words.js';
import type { Subject } from './subject.js';

interface SavedProps {
  page: ThisPage;
  subject: Subject;
  /** What the form has recorded, if it has. */
  entry: { id: string } | undefined;
}

/** For whoever went back in the browser to a form that was saved. */
export function SavedNote({ page, subject, entry }: SavedProps) {
  const words = PROCEEDING_WORDS[page.language];
  if (!entry) return null;
  return (
    <p class="note warn">
      <strong>{words.saved}</strong>{' '}
      <a href={`${addressOf(page, subject.path)}#${entryId(entry.id)}`}>{words.savedLink}</a>. {words.savedHint}
    </p>
  );
}
