import { HOLIDAYS } from '#domain/date/holidays.js';
import { Field } from '../frame/controls.js';
import { type Choice, Choices } from './choices.js';
import { WISH_WORDS } from './wish-words.js';
import { concerns, type FieldsProps } from './wishes-fields.js';

const TYPED = ['ladder.before', 'ladder.overdue', 'timeZone', 'escalateAfterDays'];
const ROLES = ['recipient', 'escalation'] as const;

/** When and how to be reminded of deadlines. */
export function ReminderFields(fields: FieldsProps) {
  const { page, typed } = fields;
  const words = WISH_WORDS[page.language];
  const isUsed = TYPED.some((name) => concerns(fields, `reminders.${name}`));
  const isEscalation = typed.get('reminders.role') === 'escalation';
  const text = (name: string, label: string, hint: string) => (
    <Field {...fields} name={name} label={label} hint={hint}>
      {(input) => <input {...input} value={typed.get(name) ?? ''} autocomplete="off" spellcheck={false} />}
    </Field>
  );
  const holidays: Choice[] = HOLIDAYS.map((value) => ({ value, label: words.holidaysChoice[value] }));
  const roles: Choice[] = ROLES.map((value) => ({ value, label: words.roles[value] }));
  return (
    <details class="card" open={isUsed || isEscalation}>
      <summary>{words.reminders}</summary>
      <p class="hint">{words.remindersHint}</p>
      {text('reminders.ladder.before', words.before, words.beforeHint)}
      {text('reminders.ladder.overdue', words.overdue, words.overdueHint)}
      {text('reminders.timeZone', words.timeZone, words.timeZoneHint(page.zone))}
      <Choices {...fields} name="reminders.holidays" legend={words.holidays} type="radio" choices={holidays} />
      <Choices {...fields} name="reminders.role" legend={words.role} type="radio" choices={roles} />
      {text('reminders.escalateAfterDays', words.escalateAfterDays, words.escalateHint)}
    </details>
  );
}
