import { phrases } from '#language/phrases.js';
import { KEPT_FORM, PAGE_LANGUAGE } from './controls.js';
import { Timestamp } from './display.js';
import { draftAddress } from './kept-input.js';
import { addressOf, type PageContext } from './page.js';

/** Switches the language of a page together with what is entered in its form. */
export function SwitchOfKeptForm({ page }: { page: PageContext }) {
  const other = page.language === 'fr' ? 'en' : 'fr';
  return (
    <button
      class="quiet"
      form={KEPT_FORM}
      formaction={`/drafts?to=${encodeURIComponent(addressOf(page, page.path))}`}
      formnovalidate
      name={PAGE_LANGUAGE}
      value={other}
      lang={other}
    >
      {phrases(page.language).console.frame.otherLanguage}
    </button>
  );
}

/** Offers to continue with input that was not recorded, and says whether the form shown was. */
export function KeptInputNote({ page }: { page: PageContext }) {
  const { unfinished, isSaved = false } = page.input ?? {};
  const { saved, savedHint } = phrases(page.language).console.recording;
  if (isSaved && !page.query.has('step'))
    return (
      <p class="note warn">
        <strong>{saved}</strong> {savedHint}
      </p>
    );
  if (!unfinished) return null;
  const words = phrases(page.language).console.frame.unfinished;
  return (
    <p class="note">
      {words.text} <Timestamp page={page} at={unfinished.changedAt} />.{' '}
      <a href={draftAddress(page, unfinished.id)}>{words.resume}</a>
    </p>
  );
}
