import { phrases } from '#language/phrases.js';
import type { Problem } from '#domain/refusal.js';
import type { InputProps } from '../../frame/controls.js';
import type { PageContext } from '../../frame/page.js';
import type { Choice, Choices } from './choices.js';

export interface InputContext {
  page: PageContext;
  form: URLSearchParams;
  problems: readonly Problem[];
  choices: Choices;
  /** Path of the dossier or provider. */
  path: string;
}

interface SelectProps {
  page: PageContext;
  props: InputProps;
  value: string;
  required: boolean;
  among: readonly Choice[];
}

/** Keeps a typed value that is not among the options. */
export function Select({ page, props, value, required, among }: SelectProps) {
  const t = phrases(page.language).console.eventForm;
  const isOther = value !== '' && !among.some((choice) => choice.value === value);
  return (
    <select {...props}>
      <option value="">{required ? t.choose : t.none}</option>
      {isOther ? (
        <option value={value} selected>
          {value}
        </option>
      ) : null}
      {among.map((choice) => (
        <option value={choice.value} selected={choice.value === value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

export function SuggestInput({
  props,
  value,
  suggestions,
  labelOf,
}: {
  props: InputProps;
  value: string;
  suggestions: readonly string[];
  /** What a suggestion is called in the language of the page, if it differs from the value that is recorded. */
  labelOf?: (suggestion: string) => string;
}) {
  const list = `${props.id}-likely`;
  return (
    <>
      <input {...props} type="text" value={value} autocomplete="off" {...(suggestions.length > 0 && { list })} />
      {suggestions.length === 0 ? null : (
        <datalist id={list}>
          {suggestions.map((one) => (
            <option value={one} {...(labelOf && labelOf(one) !== one && { label: labelOf(one) })} />
          ))}
        </datalist>
      )}
    </>
  );
}
