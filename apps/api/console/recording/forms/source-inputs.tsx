import { LAST_THAT_CONFIRMS, SOURCE_KINDS, type SourceKind } from '#domain/source/source.js';
import { CHANGE_WORDS } from '#notifications/mail/change-words.js';
import { colon, type Language } from '#language/language.js';
import { sourceInWords } from '#notifications/mail/event-facts.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { Field } from '../../frame/controls.js';
import { Select, Suggested } from './event-input.js';
import type { InputContext } from './input-context.js';
import { FORM_WORDS } from './form-words.js';
import { partialDateTyped } from './partial-date-typed.js';

/** Sources that can be named again with one choice. */
const AGAIN = 12;
const PUBLISHERS = 60;

/** By whose word it is. */
export function SourceInputs({ context, required }: { context: InputContext; required: boolean }) {
  const { page, form, problems, choices } = context;
  const { language } = page;
  const words = FORM_WORDS[language];
  const publishers = [...new Set(choices.sources.map(({ source }) => source.publisher))].slice(0, PUBLISHERS);
  const of = (name: keyof typeof words.source) => ({
    ...{ page, problems, name: `source.${name}`, label: words.source[name] },
    ...(words.sourceHints[name] !== undefined && { hint: words.sourceHints[name] }),
  });
  const typed = (name: string): string => form.get(`source.${name}`) ?? '';
  return (
    <>
      <SameAgain context={context} />
      <Field {...of('kind')} required={required}>
        {(props) => <Select {...{ page, props, required }} value={typed('kind')} among={kinds(language)} />}
      </Field>
      <Field {...of('publisher')} required={required}>
        {(props) => <Suggested props={props} value={typed('publisher')} likely={publishers} />}
      </Field>
      <Field {...of('url')}>
        {(props) => (
          <input {...props} type="text" inputmode="url" value={typed('url')} autocomplete="off" spellcheck={false} />
        )}
      </Field>
      <Field {...of('title')}>{(props) => <input {...props} type="text" value={typed('title')} />}</Field>
      <Field {...of('quote')}>{(props) => <textarea {...props} value={typed('quote')} rows={3} />}</Field>
      <Field {...of('readOn')}>
        {(props) => <input {...props} type="date" value={dayTyped(typed('readOn'), language)} />}
      </Field>
    </>
  );
}

/** Inputs of days show nothing else; what is no day was refused with its reason. */
function dayTyped(text: string, language: Language): string {
  const typed = partialDateTyped(text, language);
  return 'date' in typed ? typed.date : text;
}

function SameAgain({ context: { page, choices } }: { context: InputContext }) {
  const words = FORM_WORDS[page.language];
  if (choices.sources.length === 0) return null;
  return (
    <Field page={page} name="same" label={words.again} hint={words.againHint}>
      {(props) => (
        <select {...props} data-same>
          <option value="">{words.newSource}</option>
          {choices.sources.slice(0, AGAIN).map(({ event, source }) => (
            <option key={event} value={event} data-source={JSON.stringify(source)}>
              {sourceInWords(source, page.language).slice(0, 160)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

const kinds = (language: Language) =>
  SOURCE_KINDS.map((kind) => ({
    value: kind,
    label: `${capitalized(CHANGE_WORDS[language].sourceKind[kind])}${colon(language)}${weight(kind, language).toLowerCase()}`,
  }));

/** What a source of this kind can do for a status. */
export function weight(kind: SourceKind, language: Language): string {
  const { confirms, claims, weighsNothing } = FORM_WORDS[language];
  if (kind === 'other') return weighsNothing;
  return SOURCE_KINDS.indexOf(kind) < LAST_THAT_CONFIRMS ? confirms : claims;
}
