/** A mail before it has a form: both the text and the HTML are made from it. All of it is plain text. */
export interface Letter {
  subject: string;
  heading: string;
  /** What a mailbox shows beside the subject. */
  preview?: string;
  paragraphs: string[];
  /** From what to what. */
  shift?: Fact[];
  facts: Fact[];
  /** Where to go from here, the first one first. */
  actions?: Link[];
  /** Many things of one kind, under heads. */
  lists?: LetterList[];
  /** Why the reader gets it, and how to end that. */
  footer: { text: string; link?: Link };
}

export interface Fact {
  label: string;
  value: string;
}

export interface Link {
  label: string;
  url: string;
}

export interface LetterList {
  heading: string;
  items: LetterItem[];
}

export interface LetterItem {
  title: string;
  lines?: string[];
  link: Link;
  /** May be empty. */
  note: string;
}
