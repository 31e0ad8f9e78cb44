import { phrases } from '#language/phrases.js';
import type { GrantState } from '#domain/dossier/grant.js';
import { GRANT_STATE_WORDS } from '../frame/grant-state-words.js';
import type { ThisPage } from '../frame/page.js';

const STATES: readonly GrantState[] = ['in-force', 'suspended', 'expired', 'withdrawn', 'refuted', 'not-yet-valid'];

const PATTERNED: ReadonlySet<GrantState> = new Set(['suspended', 'withdrawn', 'expired']);

/** What the bars of the picture mean; it follows the picture, whose patterns it uses. */
export function Legend({ page }: { page: ThisPage }) {
  const { legend } = phrases(page.language).console.grants;
  const words = GRANT_STATE_WORDS[page.language];
  return (
    <div class="small">
      <h3 class="unseen">{legend.title}</h3>
      <ul class="grants-legend">
        {STATES.map((state) => (
          <li key={state}>
            <svg class="grants-picture" width="36" height="12" aria-hidden="true">
              <rect class={`bar ${state}`} x="1" y="1" width="34" height="10" />
              {PATTERNED.has(state) ? <rect fill={`url(#grants-${state})`} x="1" y="1" width="34" height="10" /> : null}
            </svg>{' '}
            {words[state]}
          </li>
        ))}
        <li>{legend.thin}</li>
        <li>{legend.open}</li>
      </ul>
    </div>
  );
}
