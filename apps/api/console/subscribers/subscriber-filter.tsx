import { CHANNELS, STATES } from './subscriber-query.js';
import type { ThisPage } from '../frame/page.js';
import { SUBSCRIBER_WORDS } from './subscriber-words.js';

/** By state and channel. */
export function SubscriberFilter({ page }: { page: ThisPage }) {
  const words = SUBSCRIBER_WORDS[page.language];
  return (
    <form method="get" action={page.path} class="filters row" aria-label={words.filter}>
      <Select page={page} name="state" label={words.stateLabel} values={STATES} word={(one) => words.state[one]} />
      <Select
        page={page}
        name="channel"
        label={words.channelLabel}
        values={CHANNELS}
        word={(one) => words.channel[one]}
      />
      <button class="second">{words.go}</button>
    </form>
  );
}

interface SelectProps<T extends string> {
  page: ThisPage;
  name: string;
  label: string;
  values: readonly T[];
  word: (value: T) => string;
}

/** One of some values, or any; the address says which. */
export function Select<T extends string>({ page, name, label, values, word }: SelectProps<T>) {
  const chosen = page.query.get(name);
  return (
    <div class="field">
      <label for={`by-${name}`}>{label}</label>
      <select id={`by-${name}`} name={name}>
        <option value="">{SUBSCRIBER_WORDS[page.language].any}</option>
        {values.map((value) => (
          <option key={value} value={value} selected={value === chosen}>
            {word(value)}
          </option>
        ))}
      </select>
    </div>
  );
}
