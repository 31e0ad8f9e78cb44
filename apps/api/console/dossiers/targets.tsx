import { phrases } from '#language/phrases.js';
import type { DossierView } from '#domain/dossier/dossier-view.js';
import { milestoneName } from '#notifications/mail/standing-phrase.js';
import { writtenDate } from '#language/format.js';
import { Columns } from '../frame/columns.js';
import { MaybeLink } from '../frame/maybe-link.js';
import type { ThisPage } from '../frame/page.js';
import { When } from '../frame/when.js';
import type { SectionProps } from './section-props.js';
import { TargetPlot } from './target-plot.js';
import { WordOf } from './word-of.js';

type Target = DossierView['targets'][number];

/** Targets that are shown, the latest. */
const MOST = 16;

/** Every date that somebody promised and how far it slipped: as a plot, and as the table of the same. */
export function Targets({ page, view, scheme, eventOf, hrefOf }: SectionProps) {
  const words = phrases(page.language).console.dossiers.targets;
  if (view.targets.length === 0) return null;
  const shown = view.targets.slice(-MOST);
  const more = view.targets.length - shown.length;
  const nameOf = (code: string): string => milestoneName(code, scheme, page.language);
  return (
    <section aria-labelledby="targets">
      <h2 id="targets">{words.title}</h2>
      <TargetPlot page={page} targets={shown} nameOf={nameOf} />
      <table class="lines">
        <caption>{words.caption}</caption>
        <Columns names={[words.milestone, words.announced, words.due, words.word, words.outcome]} />
        <tbody>
          {shown.map((target) => (
            <tr key={target.event}>
              <th scope="row">
                <MaybeLink href={hrefOf(target.event)}>{nameOf(target.milestone)}</MaybeLink>
              </th>
              <td data-label={words.announced}>
                <When page={page} date={target.announced} />
              </td>
              <td data-label={words.due}>
                <When page={page} date={target.due} />
              </td>
              <td data-label={words.word}>
                <WordOf page={page} event={eventOf(target.event)} />
              </td>
              <td data-label={words.outcome}>{outcomeOf(page, target)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 ? <p class="soft">{words.more(more)}</p> : null}
    </section>
  );
}

function outcomeOf({ language }: ThisPage, { reached, slipDays }: Target): string {
  const words = phrases(language).console.dossiers.targets;
  const attained = reached === null ? words.notReached : words.reached(writtenDate(reached, language));
  if (slipDays > 0) return `${words.late(slipDays)}, ${attained}`;
  return `${attained}, ${reached === null ? words.ahead : words.onTime}`;
}
