import { fold } from '#domain/text/text.js';

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const BEFORE = 60;
const LENGTH = 220;

const wordsOf = (query: string): string[] => fold(query).split(' ').filter(Boolean);

const begins = (words: readonly string[], word: string): boolean => {
  const folded = fold(word);
  return words.some((one) => folded.startsWith(one));
};

/** The part of a text around the first word that begins as one of a query. */
export function excerptOf(text: string, query: string): string {
  if (text.length <= LENGTH) return text;
  const words = wordsOf(query);
  const first = [...text.matchAll(WORD)].find(([word]) => begins(words, word))?.index ?? 0;
  const from = first <= BEFORE ? 0 : text.indexOf(' ', first - BEFORE) + 1;
  const end = text.lastIndexOf(' ', from + LENGTH);
  const to = text.length - from <= LENGTH ? text.length : end > from ? end : from + LENGTH;
  return `${from > 0 ? '… ' : ''}${text.slice(from, to).toWellFormed()}${to < text.length ? ' …' : ''}`;
}

/** A text in which the words that begin as those of a query are marked. */
export function Marked({ text, query }: { text: string; query: string }) {
  const words = wordsOf(query);
  const parts = text.split(/([\p{L}\p{N}\p{M}]+)/u);
  return <>{parts.map((part, at) => (at % 2 === 1 && begins(words, part) ? <mark key={at}>{part}</mark> : part))}</>;
}
