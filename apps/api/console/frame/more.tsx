import { phrases } from '#language/phrases.js';
import type { ThisPage } from './page.js';

/** How many of a list are not shown, if any. */
export const More = ({ page, count }: { page: ThisPage; count: number }) =>
  count > 0 ? <p class="soft">{phrases(page.language).console.frame.sources.more(count)}</p> : null;
