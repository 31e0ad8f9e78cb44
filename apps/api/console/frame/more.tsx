import type { ThisPage } from './page.js';
import { WORD_WORDS } from './word-words.js';

/** How many of a list are not shown, if any. */
export const More = ({ page, count }: { page: ThisPage; count: number }) =>
  count > 0 ? <p class="soft">{WORD_WORDS[page.language].more(count)}</p> : null;
