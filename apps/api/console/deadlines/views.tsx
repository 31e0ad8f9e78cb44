import { addressOf, type ThisPage } from '../frame/page.js';
import type { Narrowing } from './agenda-query.js';
import { AGENDA_WORDS } from './agenda-words.js';

const VIEWS = [
  { view: 'agenda', path: '/deadlines' },
  { view: 'month', path: '/deadlines/month' },
  { view: 'calendar', path: '/deadlines/calendar' },
] as const;

/** To the other ways of looking at the same deadlines. */
export function Views({ page, choice: { scheme, provider, kind } }: { page: ThisPage; choice: Narrowing }) {
  const words = AGENDA_WORDS[page.language].views;
  return (
    <nav class="deadline-views" aria-label={words.label}>
      <ul>
        {VIEWS.map(({ view, path }) => (
          <li key={view}>
            <a
              href={addressOf(page, path, { scheme, provider, kind })}
              {...(path === page.path && { 'aria-current': 'page' })}
            >
              {words[view]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
