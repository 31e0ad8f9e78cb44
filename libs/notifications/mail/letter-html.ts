import { escaped } from './escaped.js';
import type { Language } from '#language/language.js';
import { LETTER_STYLE } from './letter-style.js';
import type { Fact, Letter, LetterItem, LetterList, Link } from './letter.js';

const BODY =
  'margin:0;padding:0;background:#f2f4f7;color:#1b1f24;font:16px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere';
const SHEET =
  'max-width:592px;margin:0 auto;padding:28px 32px;background:#ffffff;border:1px solid #dde2e8;border-radius:8px';
const LABEL = 'padding:4px 14px 4px 0;text-align:left;vertical-align:top;font-weight:normal;color:#59636f;width:9.5em';
const VALUE = 'padding:4px 0;vertical-align:top';
const SHAPE = 'display:inline-block;padding:9px 18px;border:1px solid #1a4f91;border-radius:6px;text-decoration:none';
const BUTTON = `${SHAPE};background:#1a4f91;color:#ffffff;font-weight:bold`;
const PLAIN_BUTTON = `${SHAPE};color:#1a4f91`;

/** No script, no picture, nothing from elsewhere. What has to hold everywhere stands in the elements. */
export function letterHtml(letter: Letter, language: Language): string {
  const { subject, heading, preview, paragraphs, shift = [], facts, actions = [], lists = [], footer } = letter;
  return [
    `<!doctype html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width,initial-scale=1">`,
    '<meta name="color-scheme" content="light dark">\n<meta name="supported-color-schemes" content="light dark">',
    '<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">',
    `<title>${escaped(subject)}</title>\n<style>${LETTER_STYLE}</style>\n</head>`,
    `<body style="${escaped(BODY)}">`,
    preview ? `<div style="display:none;max-height:0;overflow:hidden;font-size:1px">${escaped(preview)}</div>` : '',
    `<div class="page" style="padding:20px 12px">\n<div class="sheet" style="${SHEET}">`,
    `<h1 style="margin:0 0 14px;font-size:21px;line-height:1.3">${escaped(heading)}</h1>`,
    ...paragraphs.map((paragraph) => `<p style="margin:0 0 14px">${escaped(paragraph)}</p>`),
    shiftHtml(shift),
    factsHtml(facts),
    ...actions.map(actionHtml),
    ...lists.map(listHtml),
    '</div>',
    footHtml(footer),
    '</div>\n</body>\n</html>\n',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** From what to what, the latter in bold. */
function shiftHtml(shift: Fact[]): string {
  if (shift.length === 0) return '';
  const rows = shift.map(({ label, value }, index) => {
    const last = index === shift.length - 1;
    const bold = last ? ';font-weight:bold' : '';
    return `<tr${last ? ' class="after"' : ''}><th style="${LABEL};padding-left:14px;width:4.5em">${escaped(label)}</th><td style="${VALUE};padding-right:14px${bold}">${multiline(value)}</td></tr>`;
  });
  return `<table class="shift" cellspacing="0" style="width:100%;margin:0 0 16px;padding:6px 0;background:#eef3fa;border-left:4px solid #1a4f91">\n${rows.join('\n')}\n</table>`;
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

/** The first thing to do is a button that is filled, what else there is has an outline. */
const actionHtml = (action: Link, index: number): string =>
  `<p style="margin:${index === 0 ? 20 : 8}px 0 8px">${link(action, index === 0 ? ` class="button" style="${BUTTON}"` : ` class="button plain" style="${PLAIN_BUTTON}"`)}</p>`;

/** One under the other, without a table: it is read on phones. */
function listHtml({ heading, items }: LetterList): string {
  const lines = items.map(itemHtml).join('\n');
  return `<h2 style="margin:26px 0 10px;font-size:17px">${escaped(heading)}</h2>\n<ul style="margin:0;padding-left:18px">\n${lines}\n</ul>`;
}

function itemHtml({ title, lines = [], link: to, note }: LetterItem): string {
  return [
    `<li style="margin:0 0 14px"><strong>${escaped(title)}</strong>`,
    ...lines.map((line) => `<br>${escaped(line)}`),
    ...(note === '' ? [] : [`<br><span class="small" style="color:#59636f">${escaped(note)}</span>`]),
    `<br>${link(to)}</li>`,
  ].join('');
}

const footHtml = (footer: Letter['footer']): string =>
  `<p class="foot" style="max-width:592px;margin:14px auto 0;padding:0 16px 18px;color:#59636f;font-size:13px">${escaped(footer.text)}${footer.link ? ` ${link(footer.link, ' style="color:#59636f"')}` : ''}</p>`;

/** Only http(s) becomes a link; anything else is shown and leads nowhere. */
const link = ({ url, label }: Link, attributes = ''): string =>
  /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}"${attributes}>${escaped(label)}</a>` : escaped(label);
