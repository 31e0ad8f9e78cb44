import type { DossierView } from '#domain/dossier/standing.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { phrases } from '#language/phrases.js';
import { escaped } from '#notifications/mail/letter.js';
import { badgeWords } from '../../badge/badge-image.js';
import { Facts, Section } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';

interface Props {
  page: PageContext;
  view: DossierView;
  schemes: Schemes;
}

/** What to copy into another website, for the point in time shown; only where others can read it. */
export function Share({ page, view, schemes }: Props) {
  if (!page.isOpen) return null;
  const words = phrases(page.language).sharing;
  const { title, whole } = badgeWords(view, schemes, page.language);
  const alt = words.alt(title); // the status may change after it was copied
  const link = page.base + addressOf(page, `/dossiers/${view.id}`);
  const badge = badgePath(page, view.id);
  const image = page.base + badge;
  const snippets = [
    [words.html, `<a href="${escaped(link)}"><img src="${escaped(image)}" alt="${escaped(alt)}" height="20"></a>`],
    [words.markdown, `[![${plain(alt)}](${image})](${link})`],
  ] as const;
  return (
    <Section id="share" title={words.title} class="no-print">
      <p>{page.at.isNow ? words.intro : words.introPast}</p>
      <p>
        <img class="status-image" src={badge} alt={whole} height="20" />
      </p>
      <details>
        <summary>{words.snippets}</summary>
        <Facts facts={snippets.map(([label, text]) => [label, <code class="long">{text}</code>])} />
      </details>
    </Section>
  );
}

function badgePath({ at, today, language }: PageContext, id: string): string {
  const query = new URLSearchParams({ language });
  if (at.asOf !== today) query.set('asOf', at.asOf);
  if (at.knownAt) query.set('knownAt', at.knownAt.toISOString());
  return `/v1/dossiers/${id}/badge.svg?${query.toString()}`;
}

/** Text that means nothing else in Markdown. */
const plain = (text: string): string => text.replace(/[\\`*_[\]()<>!|]/g, '\\$&');
