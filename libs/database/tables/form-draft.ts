export interface FormDraftTable {
  owner: string;
  /** Chosen by the form. */
  id: string;
  /** Of the page with the form. */
  path: string;
  /** URL-encoded, without tokens. */
  fields: string;
  /** Whether the form was recorded. */
  saved: boolean;
  changed_at: Date;
}
