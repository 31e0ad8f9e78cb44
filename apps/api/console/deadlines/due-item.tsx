import { phrases } from '#language/phrases.js';
import type { ListedDeadline } from '#projections/list-deadlines.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { REMINDER_WORDS } from '#notifications/mail/reminder-words.js';
import { Badge, dossierTitle } from '../frame/display.js';
import { addressOf, type ThisPage } from '../frame/page.js';

/** A deadline in a few words: whose, of what kind, and where it stands unless it is to come. */
export function DueItem({ page, schemes, item }: { page: ThisPage; schemes: Schemes; item: ListedDeadline }) {
  const { language } = page;
  const { dossier, kind, state, title } = item;
  return (
    <>
      <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{dossierTitle(dossier, schemes, language)}</a>{' '}
      {REMINDER_WORDS[language].kind[kind]}
      {title === null ? null : <span class="soft"> {title}</span>}
      {state === 'open' ? null : (
        <>
          {' '}
          <Badge tone={state === 'missed' ? 'bad' : 'good'}>
            {phrases(language).console.frame.deadline.states[state]}
          </Badge>
        </>
      )}
    </>
  );
}
