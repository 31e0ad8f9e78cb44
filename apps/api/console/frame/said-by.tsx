import { phrases } from '#language/phrases.js';
import { confirms, type Source } from '#domain/source/source.js';
import type { ThisPage } from './page.js';
import { SourceLine } from './source-line.js';

/** By whose word something stands, and what that is worth. */
export function SaidBy({
  page,
  source,
}: {
  page: ThisPage;
  source: Pick<Source, 'kind' | 'publisher'> & Partial<Source>;
}) {
  const { authority, claim } = phrases(page.language).console.frame.sources;
  return (
    <span class="small">
      <SourceLine source={source} language={page.language} />{' '}
      <span class="soft">({confirms(source) ? authority : claim})</span>
    </span>
  );
}
