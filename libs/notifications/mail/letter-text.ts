import type { Fact, Letter, LetterItem } from './letter.js';

/** @param is the colon of the language */
export function letterText(letter: Letter, is: string): string {
  const { heading, paragraphs, shift = [], facts, actions = [], lists = [], footer } = letter;
  const blocks = [
    heading,
    ...paragraphs,
    factsText(shift, is),
    factsText(facts, is),
    ...actions.map(({ label, url }) => `${label}${is.trimEnd()}\n${url}`),
    ...lists.flatMap((list) => [list.heading, ...list.items.map(itemText)]),
    `--\n${footer.text}${footer.link ? `\n${footer.link.label}${is}${footer.link.url}` : ''}`,
  ];
  return blocks.filter((block) => block !== '').join('\n\n') + '\n';
}

const factsText = (facts: Fact[], is: string): string =>
  facts.map(({ label, value }) => `${label}${is}${value.replaceAll('\n', '\n  ')}`).join('\n');

const itemText = ({ title, lines = [], link: { label, url }, note }: LetterItem): string =>
  [`* ${title}`, ...lines.map((line) => `- ${line}`), label, note, url].filter((line) => line !== '').join('\n  ');
