import { cutShort } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import type { Letter, LetterItem } from '../mail/letter.js';

export const CHAT_FORMATS = ['slack', 'teams'] as const;
type ChatFormat = (typeof CHAT_FORMATS)[number];

export const isChat = (format: string): format is ChatFormat => (CHAT_FORMATS as readonly string[]).includes(format);

/**
 * The request body that an incoming webhook of a chat program takes: what a mail says, without its footer, whose links are
 * those of one reader. Text from the ledger is never read as markup: it mentions nobody and links nowhere.
 */
export const chatBody = (letter: Letter, format: ChatFormat, language: Language): string =>
  format === 'slack' ? slackBody(letter, language) : teamsBody(letter, language);

const headingOf = ({ subject, heading = subject }: Letter): string => heading;

interface Part {
  text: string;
  /** Bold, as a heading or name. */
  isName?: boolean;
  /** Where the text leads. */
  url?: string;
}

/** Lines of a message, in blocks that are set apart. */
function blocksOf(letter: Letter, mostItems: number, language: Language): Part[][] {
  const { paragraphs, shift = [], facts = [], actions = [], lists = [] } = letter;
  const is = colon(language);
  const lines = [...shift, ...facts].map(({ label, value }): Part => ({ text: `${label}${is}${cutShort(value)}` }));
  let room = mostItems;
  const items = lists.flatMap(({ heading, items: all }) => {
    const shown = all.slice(0, Math.max(0, room));
    room -= all.length;
    return shown.length === 0 ? [] : [[{ text: heading, isName: true }], ...shown.map(partsOf)];
  });
  const left = -room;
  return [
    paragraphs.map((text) => ({ text: cutShort(text) })),
    lines,
    actions.map(({ label, url }) => ({ text: label, url })),
    ...items,
    left > 0 ? [{ text: `… (+ ${left})` }] : [],
  ].filter((block) => block.length > 0);
}

const partsOf = ({ title, lines = [], link, action, note }: LetterItem): Part[] => [
  { text: cutShort(title), isName: true },
  ...[...lines, ...(note === undefined ? [] : [note])].map((line) => ({ text: cutShort(line) })),
  ...[link, ...(action ? [action] : [])].map(({ label, url }) => ({ text: label, url })),
];

/** A message has at most 50 blocks, each at most 3,000 characters, and its heading 150. */
const SLACK = { items: 15, text: 2_900, heading: 150 } as const;

/** @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
function slackBody(letter: Letter, language: Language): string {
  const blocks = blocksOf(letter, SLACK.items, language).flatMap(slackBlocks);
  return JSON.stringify({
    text: slackText(cutShort(letter.subject)),
    blocks: [{ type: 'header', text: plainText(cutShort(headingOf(letter), SLACK.heading)) }, ...blocks],
  });
}

/** Only links are markup, made of our own words. */
function slackBlocks(parts: readonly Part[]): object[] {
  const text = parts.filter(({ url }) => url === undefined).map((part) => part.text);
  const links = parts.flatMap(({ text: label, url }) => (url === undefined ? [] : [`<${url}|${slackText(label)}>`]));
  return [
    ...(text.length === 0 ? [] : [{ type: 'section', text: plainText(cutShort(text.join('\n'), SLACK.text)) }]),
    ...(links.length === 0
      ? []
      : [{ type: 'section', text: { type: 'mrkdwn', text: links.join('\n'), verbatim: true } }]),
  ];
}

const plainText = (text: string) => ({ type: 'plain_text', text, emoji: false });

const SLACK_ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The three characters that Slack reads as markup; a bar would end the address of a link. */
const slackText = (text: string): string =>
  text.replace(/[&<>]/g, (char) => SLACK_ENTITIES[char] ?? char).replaceAll('|', '/');

/** A message is at most 28 kB. */
const TEAMS = { items: 15, bytes: 24_000 } as const;

/**
 * A message of the trigger "When a Teams webhook request is received". Rich text has no Markdown, unlike text blocks and facts.
 *
 * @see https://learn.microsoft.com/adaptive-cards/schema-explorer/text-run
 */
function teamsBody(letter: Letter, language: Language): string {
  for (let items: number = TEAMS.items; ; items -= 1) {
    const body = JSON.stringify({
      type: 'message',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: cardOf(items) },
      ],
    });
    if (items === 0 || Buffer.byteLength(body) <= TEAMS.bytes) return body;
  }

  function cardOf(items: number): object {
    const heading = { type: 'TextRun', text: headingOf(letter), size: 'large', weight: 'bolder' };
    return {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      lang: language,
      fallbackText: letter.subject,
      msteams: { width: 'Full' },
      body: [
        { type: 'RichTextBlock', inlines: [heading] },
        ...blocksOf(letter, items, language).flatMap((parts) => parts.map(teamsLine)),
      ],
    };
  }
}

const teamsLine = ({ text, isName, url }: Part, index: number): object => ({
  type: 'RichTextBlock',
  spacing: index === 0 ? 'medium' : 'none',
  inlines: [
    {
      type: 'TextRun',
      text,
      ...(isName && { weight: 'bolder' }),
      ...(url !== undefined && { color: 'accent', selectAction: { type: 'Action.OpenUrl', title: text, url } }),
    },
  ],
});
