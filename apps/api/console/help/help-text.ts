import type { DeadlineKind } from '#domain/deadline/deadline.js';
import type { Status } from '#domain/dossier/status.js';
import type { SourceKind } from '#domain/source/source.js';

/** In the order in which the page has them; each is an anchor of its own. */
export const SECTIONS = [
  'jalon',
  'statuses',
  'word',
  'dates',
  'times',
  'recording',
  'amending',
  'importing',
  'deadlines',
  'subscribing',
  'keyboard',
  'machines',
] as const;

export type Section = (typeof SECTIONS)[number];

/** A text of the page: its paragraphs, then what it leads to. */
interface HelpSection {
  title: string;
  text: readonly string[];
  /** Words and what they mean. */
  terms?: readonly (readonly [term: string, meaning: string])[];
  links?: readonly (readonly [path: string, label: string])[];
}

export interface HelpWords {
  title: string;
  contents: string;
  sections: Record<Section, HelpSection>;
  status: { caption: string; word: string; meaning: string; means: Record<Status, string> };
  source: {
    caption: string;
    kind: string;
    weight: string;
    means: Record<SourceKind, string>;
    confirms: string;
    claims: string;
    nothing: string;
  };
  deadline: { caption: string; kind: string; meaning: string; means: Record<DeadlineKind, string> };
}
