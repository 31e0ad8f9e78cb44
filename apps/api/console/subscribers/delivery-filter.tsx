import { DELIVERY_STATES } from '#delivery/delivery-filter.js';
import { MESSAGE_TYPES } from '#notifications/message-types.js';
import type { ThisPage } from '../frame/page.js';
import { DELIVERY_WORDS } from './delivery-words.js';
import { Select } from './subscriber-filter.js';

/** By state, kind of message, and the days on which they were planned. */
export function DeliveryFilter({ page }: { page: ThisPage }) {
  const words = DELIVERY_WORDS[page.language];
  const day = (name: 'since' | 'until') => (
    <div class="field">
      <label for={`by-${name}`}>{words.filter[name]}</label>
      <input id={`by-${name}`} type="date" name={name} value={page.query.get(name) ?? ''} />
    </div>
  );
  return (
    <form method="get" action={`${page.path}#deliveries`} class="filters row" aria-label={words.filter.label}>
      <Select
        page={page}
        name="state"
        label={words.filter.state}
        values={DELIVERY_STATES}
        word={(state) => words.state[state]}
      />
      <Select
        page={page}
        name="type"
        label={words.filter.type}
        values={MESSAGE_TYPES}
        word={(type) => words.type[type]}
      />
      {day('since')}
      {day('until')}
      <button class="second">{words.filter.go}</button>
    </form>
  );
}
