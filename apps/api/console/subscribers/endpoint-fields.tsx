import { FORMATS, SIGNATURES } from '#subscriptions/new-subscription.js';
import { Field } from '../frame/controls.js';
import { Choices, Tick } from './choices.js';
import { WISH_WORDS } from './wish-words.js';
import { concerns, type FieldsProps } from './wishes-fields.js';

/** What only webhooks have. @param isNew the signature is chosen once */
export function EndpointFields({ isNew, ...fields }: FieldsProps & { isNew: boolean }) {
  const { page, typed } = fields;
  const words = WISH_WORDS[page.language];
  return (
    <details class="card" open={concerns(fields, 'ratePerMinute') || typed.has('ordered')}>
      <summary>{words.technical}</summary>
      <Choices
        {...fields}
        name="format"
        legend={words.format}
        type="radio"
        choices={FORMATS.map((value) => ({ value, label: words.formats[value] }))}
      />
      {isNew ? (
        <Choices
          {...fields}
          name="signature"
          legend={words.signature}
          type="radio"
          choices={SIGNATURES.map((value) => ({ value, label: words.signatures[value] }))}
        />
      ) : null}
      <Tick typed={typed} name="ordered" label={words.ordered} hint={words.orderedHint} />
      <Field {...fields} name="ratePerMinute" label={words.rate} hint={words.rateHint}>
        {(input) => (
          <input {...input} value={typed.get('ratePerMinute') ?? ''} inputMode="numeric" autocomplete="off" />
        )}
      </Field>
    </details>
  );
}
