/** How a field is filled in. */
export type InputKind =
  | 'text'
  | 'prose'
  | 'date'
  /** One a line. */
  | 'lines'
  /** Rows of a text and a day. */
  | 'reservations'
  /** Rows of a name, a share and a country. */
  | 'holders'
  | 'milestone'
  | 'duty'
  | 'listing'
  | 'dossier'
  | 'provider'
  /** A new name of an own deadline. */
  | 'key'
  /** One of the own deadlines that stand open. */
  | 'openKey'
  /** Text, with what is likely to be meant: decisions, versions, levels, authorities. */
  | 'decision'
  | 'referential'
  | 'level'
  | 'authority';

/** A field of an event's data, and how its form asks for it. */
export interface FormField {
  name: string;
  input: InputKind;
  required: boolean;
  /** Given as an empty list where nothing is typed. */
  isAlwaysGiven?: true;
}

export const asked = (name: string, input: InputKind = 'text'): FormField => ({ name, input, required: true });
export const optional = (name: string, input: InputKind = 'text'): FormField => ({ name, input, required: false });

/** What every event may hold besides. */
export const REMARKS: readonly FormField[] = [optional('title'), optional('note', 'prose')];

/** What a form asks of an event beside its data. */
export interface FormShape {
  fields: readonly FormField[];
  /** `none`: the form does not ask. */
  occurred: 'required' | 'optional';
  source: 'required' | 'optional';
}
