import type { Schemes } from '#domain/scheme/catalogue.js';
import { colon, type Language } from '#language/language.js';
import { cutShort } from '#language/format.js';
import type { Tone } from '#language/tones.js';
import type { PageLinks } from '../links.js';

/** What letters are written with, for one reader. */
export interface Writing {
  language: Language;
  zone: string;
  schemes: Schemes;
  pages: PageLinks;
}

/** What a letter says, whoever it goes to. */
export type Content = Omit<Letter, 'footer'>;

/** The content of a message, from which text, HTML and chat messages are rendered. All strings are plain text. */
export interface Letter {
  subject: string;
  /** If it is not the subject. */
  heading?: string;
  /** Preview text that mailboxes show beside the subject; otherwise what the letter begins with. */
  preview?: string;
  /** Of its outcome, or how urgent it is. */
  tone?: Tone;
  paragraphs: string[];
  /** What matters most: a status before and after, or when something is due. */
  main?: Fact[];
  facts?: Fact[];
  /** Links; the first is the main action. */
  actions?: Link[];
  lists?: LetterList[];
  /** Why the reader receives it, and how to change that. */
  footer: { text: string; links?: Link[] };
}

export interface Fact {
  label: string;
  /** The lines below the first one say more of it. */
  value: string;
  isLarge?: boolean;
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
  tone?: Tone;
  lines?: string[];
  link: Link;
  /** What else can be done about it. */
  action?: Link;
  note?: string;
}

export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

export const rendered = (letter: Letter, language: Language): Rendered => ({
  subject: oneLine(letter.subject),
  text: letterText(letter, colon(language)),
  html: letterHtml(letter, language),
});

const LONGEST_SUBJECT = 200;

/** Header values are one line. No-break spaces are kept. */
function oneLine(text: string): string {
  const line = text.replace(/[ \t-\r\u0085\u2028\u2029]+/g, ' ').trim();
  return line.length <= LONGEST_SUBJECT ? line : `${line.slice(0, LONGEST_SUBJECT - 1).toWellFormed()}…`;
}

/** @param is colon of the language */
function letterText(letter: Letter, is: string): string {
  const { subject, heading = subject, paragraphs, main = [], facts = [], actions = [], lists = [], footer } = letter;
  const blocks = [
    heading,
    factsText(main, is),
    ...paragraphs,
    factsText(facts, is),
    ...actions.map(({ label, url }) => `${label}${is.trimEnd()}\n${url}`),
    ...lists.flatMap((list) => [list.heading, ...list.items.map(itemText)]),
    ['--', footer.text, ...(footer.links ?? []).map(({ label, url }) => `${label}${is}${url}`)].join('\n'),
  ];
  return blocks.filter((block) => block !== '').join('\n\n') + '\n';
}

const factsText = (facts: Fact[], is: string): string =>
  facts.map(({ label, value }) => `${label}${is}${value.replaceAll('\n', '\n  ')}`).join('\n');

const itemText = ({ title, lines = [], link: { label, url }, action, note }: LetterItem): string =>
  [`* ${title}`, ...lines.map((line) => `- ${line}`), label, note, url, action?.label, action?.url]
    .filter((line) => line !== undefined)
    .join('\n  ');

const BODY =
  'margin:0;padding:0;background:#f2f4f7;color:#171a21;font:16px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere';
const SHEET =
  'max-width:592px;margin:0 auto;padding:24px 32px 28px;background:#ffffff;border:1px solid #e4e7ec;border-radius:8px';
/** The mark of the console, as far as mail programs can show it. */
const BRAND =
  '<p class="brand" style="max-width:592px;margin:0 auto;padding:0 16px 12px;font-size:16px;font-weight:bold;color:#3d4fc6"><span aria-hidden="true">&#9670;</span> Jalon</p>';
const LABEL = 'padding:4px 14px 4px 0;text-align:left;vertical-align:top;font-weight:normal;color:#586072;width:9.5em';
const VALUE = 'padding:4px 0;vertical-align:top';
const SHAPE = 'display:inline-block;padding:9px 18px;border:1px solid #3d4fc6;border-radius:6px;text-decoration:none';
const BUTTON = `${SHAPE};background:#3d4fc6;color:#ffffff;font-weight:bold`;
const PLAIN_BUTTON = `${SHAPE};color:#3d4fc6`;

/** Of text and background, in light and dark; as in the tokens of the console. */
const TONES: Record<Tone, { light: [ink: string, paper: string]; dark: [ink: string, paper: string] }> = {
  good: { light: ['#17703f', '#e8f5ed'], dark: ['#6fd19a', '#10291b'] },
  warn: { light: ['#8a5000', '#fdf3e1'], dark: ['#e9b866', '#2f230d'] },
  bad: { light: ['#b3261e', '#fdeeed'], dark: ['#f49b95', '#381a19'] },
  plain: { light: ['#3d4fc6', '#eff1fd'], dark: ['#a5b1ff', '#1c2142'] },
};

/** No scripts, images or external resources. Essential styles are inline. */
function letterHtml(letter: Letter, language: Language): string {
  const { subject, heading = subject, tone = 'plain', paragraphs, main = [], facts = [], actions = [] } = letter;
  return [
    `<!doctype html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">`,
    '<meta name="color-scheme" content="light dark">\n<meta name="supported-color-schemes" content="light dark">',
    '<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">',
    `<title>${escaped(subject)}</title>\n<style>${LETTER_STYLE}</style>\n</head>`,
    `<body style="${escaped(BODY)}">`,
    previewHtml(letter, colon(language)),
    `<div class="page" style="padding:20px 12px">\n${BRAND}\n<div class="sheet tone-${tone}" style="${SHEET};border-top:4px solid ${TONES[tone].light[0]}">`,
    `<h1 style="margin:0 0 14px;font-size:18px;line-height:1.35">${escaped(heading)}</h1>`,
    mainHtml(main, tone),
    ...paragraphs.map((paragraph) => `<p style="margin:0 0 14px">${escaped(paragraph)}</p>`),
    factsHtml(facts),
    ...actions.map(actionHtml),
    ...(letter.lists ?? []).map(listHtml),
    '</div>',
    footHtml(letter.footer),
    '</div>\n</body>\n</html>\n',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const LONGEST_PREVIEW = 150;

/** Followed by what nobody sees, so that mailboxes do not go on with what the page begins with. */
function previewHtml({ preview, paragraphs, facts = [], lists = [] }: Letter, is: string): string {
  const told = facts.map(({ label, value }) => `${label}${is}${value}`);
  const [first = '', ...more] = [
    ...paragraphs,
    ...told,
    ...lists.flatMap(({ items }) => items.map(({ title }) => title)),
  ];
  let begins = first;
  for (const part of more) {
    if (begins.length + part.length > LONGEST_PREVIEW) break;
    begins += ` · ${part}`;
  }
  const text = cutShort(preview || begins, LONGEST_PREVIEW);
  return `<div class="preview" style="display:none;max-height:0;overflow:hidden;font-size:1px">${escaped(text)}${'&#8199;&#847;'.repeat(60)}</div>`;
}

/** In a box of the colour of the letter. */
function mainHtml(main: Fact[], tone: Tone): string {
  if (main.length === 0) return '';
  const [ink, paper] = TONES[tone].light;
  const rows = main.map(({ label, value, isLarge = false }) => {
    const [first = '', ...more] = value.split('\n');
    const rest = more.map((line) => `<br>${escaped(line)}`).join('');
    const shown = isLarge
      ? `<strong class="large" style="font-size:22px;line-height:1.25;color:${ink}">${escaped(first)}</strong>`
      : escaped(first);
    return `<tr><th style="${LABEL};padding-left:14px;width:6em">${escaped(label)}</th><td style="${VALUE};padding-right:14px">${shown}${rest}</td></tr>`;
  });
  return `<table class="main" cellspacing="0" style="width:100%;margin:0 0 16px;padding:8px 0;border-radius:6px;background:${paper}">\n${rows.join('\n')}\n</table>`;
}

function factsHtml(facts: Fact[]): string {
  if (facts.length === 0) return '';
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><th style="${LABEL}">${escaped(label)}</th><td style="${VALUE}">${multiline(value)}</td></tr>`,
  );
  return `<table class="facts" cellspacing="0" style="width:100%;margin:0 0 16px">\n${rows.join('\n')}\n</table>`;
}

const multiline = (text: string): string => text.split('\n').map(escaped).join('<br>');

/** The first action is a filled button, the others are outlined. */
const actionHtml = (action: Link, index: number): string =>
  `<p style="margin:${index === 0 ? 20 : 8}px 0 8px">${link(action, index === 0 ? ` class="button" style="${BUTTON}"` : ` class="button plain" style="${PLAIN_BUTTON}"`)}</p>`;

/** Stacked, without a table, for phones. */
function listHtml({ heading, items }: LetterList): string {
  const lines = items.map(itemHtml).join('\n');
  return `<h2 style="margin:26px 0 10px;font-size:16px">${escaped(heading)}</h2>\n<ul style="margin:0;padding:0;list-style:none">\n${lines}\n</ul>`;
}

function itemHtml({ title, tone = 'plain', lines = [], link: to, action, note }: LetterItem): string {
  return [
    `<li class="tone-${tone}" style="margin:0 0 14px;padding-left:12px;border-left:3px solid ${TONES[tone].light[0]}"><strong>${escaped(title)}</strong>`,
    ...lines.map((line) => `<br>${escaped(line)}`),
    ...(note === undefined ? [] : [`<br><span class="small" style="color:#586072">${escaped(note)}</span>`]),
    `<br>${link(to)}${action ? ` &nbsp; ${link(action, ' style="font-weight:bold"')}` : ''}</li>`,
  ].join('');
}

const footHtml = (footer: Letter['footer']): string =>
  `<p class="foot" style="max-width:592px;margin:14px auto 0;padding:0 16px 18px;color:#586072;font-size:13px">${[escaped(footer.text), ...(footer.links ?? []).map((one) => link(one, ' style="color:#586072"'))].join(' · ')}</p>`;

/** Only http(s) becomes a link; anything else stays text. */
const link = ({ url, label }: Link, attributes = ''): string =>
  /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}"${attributes}>${escaped(label)}</a>` : escaped(label);

/**
 * Styles for mail programs that support style sheets: dark mode, narrow screens and print. Contrast is 4.5:1 or more in both
 * colour schemes.
 */
const LETTER_STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
a{color:#3d4fc6}
@media (max-width:480px){
.sheet{padding:18px 16px!important;border-radius:0!important;border-left:0!important;border-right:0!important}
.page{padding:12px 0!important}
.facts th,.facts td,.main th,.main td{display:block!important;width:auto!important;padding-left:0!important;padding-right:0!important}
.facts th,.main th{padding-bottom:0!important}
.facts td,.main td{padding-top:0!important}
.main th,.main td{padding-left:14px!important;padding-right:12px!important}
.button{display:block!important;text-align:center}
}
@media screen and (prefers-color-scheme:dark){
body,.page{background:#0f1216!important;color:#e8ebf0!important}
.sheet{background:#171b21!important;border-color:#29303a!important}
.facts th,.main th,.foot,.small,.foot a{color:#9ba5b4!important}
h1,h2,strong{color:#ffffff!important}
a,.brand{color:#a5b1ff!important}
.button{background:#a5b1ff!important;border-color:#a5b1ff!important;color:#11163a!important}
.plain{background:none!important;color:#a5b1ff!important}
${Object.entries(TONES)
  .map(
    ([tone, { dark }]) =>
      `.sheet.tone-${tone}{border-top-color:${dark[0]}!important}li.tone-${tone}{border-color:${dark[0]}!important}.tone-${tone} .large{color:${dark[0]}!important}.tone-${tone} .main{background:${dark[1]}!important}`,
  )
  .join('\n')}
}
@media print{
body,.page,.sheet,.main{background:#ffffff!important;color:#000000!important}
.button{background:none!important;border:0!important;color:#000000!important;padding:0!important}
.button::after{content:" " attr(href);font-weight:normal}
tr,li{break-inside:avoid}
}
`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
