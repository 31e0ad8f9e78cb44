import { colon, type Language } from './language.js';

/** A mail before it has a form: both the text and the HTML are made from it. All of it is plain text. */
export interface Letter {
  subject: string;
  heading: string;
  paragraphs: string[];
  facts: { label: string; value: string; url?: string }[];
  /** Where to go from here, the first one first. */
  actions?: Link[];
  /** Many things of one kind, under heads. */
  lists?: LetterList[];
  /** Why the reader gets it, and how to end that. */
  footer: { text: string; link?: Link };
}

interface Link {
  label: string;
  url: string;
}

export interface LetterList {
  heading: string;
  /** `note` may be empty. */
  items: { title: string; link: Link; note: string }[];
}

export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

export const rendered = (letter: Letter, language: Language): Rendered => ({
  subject: oneLine(letter.subject),
  text: textOf(letter, colon(language)),
  html: htmlOf(letter, language),
});

const LONGEST_SUBJECT = 200;

/** Header values are one line, whatever a title on record holds. No-break spaces stay. */
function oneLine(text: string): string {
  const line = text.replace(/[ \t-\r\u0085\u2028\u2029]+/g, ' ').trim();
  return line.length <= LONGEST_SUBJECT ? line : `${line.slice(0, LONGEST_SUBJECT - 1).toWellFormed()}…`;
}

function textOf({ heading, paragraphs, facts, actions = [], lists = [], footer }: Letter, is: string): string {
  const blocks = [
    heading,
    ...paragraphs,
    facts.map(({ label, value, url }) => `${label}${is}${value}${url ? `\n  ${url}` : ''}`).join('\n'),
    ...actions.map(({ label, url }) => `${label}${is.trimEnd()}\n${url}`),
    ...lists.flatMap((list) => [list.heading, ...list.items.map(itemText)]),
    `--\n${footer.text}${footer.link ? `\n${footer.link.label}${is}${footer.link.url}` : ''}`,
  ];
  return blocks.filter((block) => block !== '').join('\n\n') + '\n';
}

const itemText = ({ title, link: { label, url }, note }: LetterList['items'][number]): string =>
  ['* ' + title, label, note, url].filter((line) => line !== '').join('\n  ');

function htmlOf(
  { subject, heading, paragraphs, facts, actions = [], lists = [], footer }: Letter,
  language: string,
): string {
  const rows = facts.map(
    ({ label, value, url }) =>
      `<tr><th align="left" valign="top">${escaped(label)}</th><td>${url ? link(url, value) : escaped(value)}</td></tr>`,
  );
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>`,
    '<body style="font-family:sans-serif;line-height:1.5;max-width:40em">',
    `<h1 style="font-size:1.25em">${escaped(heading)}</h1>`,
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    rows.length > 0 ? `<table cellpadding="4">${rows.join('')}</table>` : '',
    ...actions.map(({ url, label }) => `<p><strong>${link(url, label)}</strong></p>`),
    ...lists.map(listHtml),
    `<hr><p style="color:#555;font-size:.85em">${escaped(footer.text)}`,
    footer.link ? ` ${link(footer.link.url, footer.link.label)}` : '',
    '</p></body></html>',
  ].join('\n');
}

/** One under the other, without a table: it is read on phones. */
function listHtml({ heading, items }: LetterList): string {
  const lines = items.map(
    ({ title, link: { url, label }, note }) =>
      `<li><strong>${escaped(title)}</strong><br>${link(url, label)}${note === '' ? '' : `<br>${escaped(note)}`}</li>`,
  );
  return `<h2 style="font-size:1.1em">${escaped(heading)}</h2><ul style="padding-left:1.2em">${lines.join('\n')}</ul>`;
}

/** Only http(s) becomes a link; anything else is shown and leads nowhere. */
const link = (url: string, label: string): string =>
  /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}">${escaped(label)}</a>` : escaped(label);

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
