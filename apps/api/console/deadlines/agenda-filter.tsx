import { Choice, Field, Hidden } from '../frame/controls.js';
import type { ThisPage } from '../frame/page.js';
import { AGENDA_STATES, type AgendaChoice } from './agenda-query.js';
import { AGENDA_WORDS } from './agenda-words.js';
import type { Narrowed } from './deadline-reading.js';
import { NarrowingFields } from './narrowing-fields.js';

const PERIODS: readonly number[] = [30, 90, 180, 365, 1095];

/** Its answers stand in the address. */
export function AgendaFilter({ page, asked, narrowed }: { page: ThisPage; asked: AgendaChoice; narrowed: Narrowed }) {
  const words = AGENDA_WORDS[page.language].filter;
  const periods = [...new Set([...PERIODS, asked.within])].sort((a, b) => a - b);
  return (
    <form class="filters" method="get" action="/deadlines" aria-label={words.label}>
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
      <div class="row">
        <Field page={page} name="state" label={words.state}>
          {(input) => (
            <Choice
              {...input}
              chosen={asked.state}
              options={AGENDA_STATES.map((value) => ({ value, label: words.states[value] }))}
            />
          )}
        </Field>
        <Field page={page} name="within" label={words.within}>
          {(input) => (
            <Choice
              {...input}
              chosen={String(asked.within)}
              options={periods.map((days) => ({ value: String(days), label: words.days(days) }))}
            />
          )}
        </Field>
        <NarrowingFields page={page} narrowed={narrowed} />
        <p class="field">
          <button>{words.show}</button>
        </p>
      </div>
    </form>
  );
}
