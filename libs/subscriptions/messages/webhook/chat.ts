import { cutShort } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import type { Tone } from '#language/tones.js';
import type { Fact, Letter, LetterItem, Link } from '../mail/letter.js';

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
  url?: string;
}

/** Lines that are set apart, or buttons. */
type Block = { lines: Part[] } | { buttons: Link[] };

function blocksOf(letter: Letter, mostItems: number, language: Language): Block[] {
  const { paragraphs, main = [], facts = [], actions = [], lists = [] } = letter;
  const is = colon(language);
  const told = ({ label, value, isLarge = false }: Fact): Part => ({
    text: `${label}${is}${cutShort(value)}`,
    ...(isLarge && { isName: true }),
  });
  let room = mostItems;
  const items = lists.flatMap(({ heading, items: all }) => {
    const shown = all.slice(0, Math.max(0, room));
    room -= all.length;
    return shown.length === 0 ? [] : [[{ text: heading, isName: true }], ...shown.map(partsOf)];
  });
  const left = -room;
  const linesOf = (lines: Part[]): Block[] => (lines.length === 0 ? [] : [{ lines }]);
  return [
    ...linesOf(main.map(told)),
    ...linesOf(paragraphs.map((text) => ({ text: cutShort(text) }))),
    ...linesOf(facts.map(told)),
    ...(actions.length === 0 ? [] : [{ buttons: actions }]),
    ...items.flatMap(linesOf),
    ...linesOf(left > 0 ? [{ text: `… (+ ${left})` }] : []),
  ];
}

const partsOf = ({ title, lines = [], link, action, note }: LetterItem): Part[] => [
  { text: cutShort(title), isName: true },
  ...[...lines, ...(note === undefined ? [] : [note])].map((line) => ({ text: cutShort(line) })),
  ...[link, ...(action ? [action] : [])].map(({ label, url }) => ({ text: label, url })),
];

/** A message has at most 50 blocks, its heading 150 characters and a button 75. */
const SLACK = { items: 15, heading: 150, button: 75 } as const;

/**
 * Rich text has no markup: elements say what is bold, and where a link leads.
 *
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
function slackBody(letter: Letter, language: Language): string {
  const blocks = blocksOf(letter, SLACK.items, language).map(slackBlock);
  return JSON.stringify({
    text: slackText(cutShort(letter.subject)),
    blocks: [{ type: 'header', text: plainText(cutShort(headingOf(letter), SLACK.heading)) }, ...blocks],
  });
}

function slackBlock(block: Block): object {
  if ('buttons' in block)
    return {
      type: 'actions',
      elements: block.buttons.map(({ label, url }, index) => ({
        ...{ type: 'button', text: plainText(cutShort(label, SLACK.button)), url },
        ...(index === 0 && { style: 'primary' }),
      })),
    };
  const elements = block.lines.flatMap(({ text, isName, url }, index) => [
    ...(index === 0 ? [] : [{ type: 'text', text: '\n' }]),
    url === undefined ? { type: 'text', text, ...(isName && { style: { bold: true } }) } : { type: 'link', url, text },
  ]);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

const plainText = (text: string) => ({ type: 'plain_text', text, emoji: false });

const SLACK_ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The three characters that Slack reads as markup in a notification. */
const slackText = (text: string): string => text.replace(/[&<>]/g, (char) => SLACK_ENTITIES[char] ?? char);

/** A message is at most 28 kB. */
const TEAMS = { items: 15, bytes: 24_000 } as const;
const TEAMS_COLORS: Record<Tone, string> = { good: 'good', warn: 'warning', bad: 'attention', plain: 'default' };

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
    const color = TEAMS_COLORS[letter.tone ?? 'plain'];
    const heading = { type: 'TextRun', text: headingOf(letter), size: 'large', weight: 'bolder', color };
    return {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      lang: language,
      fallbackText: letter.subject,
      msteams: { width: 'Full' },
      body: [
        { type: 'RichTextBlock', inlines: [heading] },
        ...blocksOf(letter, items, language).flatMap((block) =>
          'buttons' in block
            ? [{ type: 'ActionSet', actions: block.buttons.map(({ label, url }) => openUrl(label, url)) }]
            : block.lines.map(teamsLine),
        ),
      ],
    };
  }
}

const openUrl = (title: string, url: string) => ({ type: 'Action.OpenUrl', title, url });

const teamsLine = ({ text, isName, url }: Part, index: number): object => ({
  type: 'RichTextBlock',
  spacing: index === 0 ? 'medium' : 'none',
  inlines: [
    {
      type: 'TextRun',
      text,
      ...(isName && { weight: 'bolder' }),
      ...(url !== undefined && { color: 'accent', selectAction: openUrl(text, url) }),
    },
  ],
});
