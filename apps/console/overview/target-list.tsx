import type { Schemes } from '#domain/scheme/catalogue.js';
import { dossierTitle, milestoneName } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type ListedTarget, MOST_WITH_TARGETS, TARGET_OUTCOMES } from '#projections/list-targets.js';
import { Choice, Field, Hidden } from '../frame/controls.js';
import { DateText, Table } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { Pager } from '../frame/pagers.js';
import { LIST_SIZE, rowsOfPage } from './overview-data.js';
import type { TargetChoice } from './overview.controller.js';

interface Props {
  page: PageContext;
  choice: TargetChoice;
  some: readonly ListedTarget[];
  isCut: boolean;
  number: number;
  schemes: Schemes;
}

export function TargetList({ page, choice, some, isCut, number, schemes }: Props) {
  const { language } = page;
  const words = phrases(language).console.overview.slips;
  const { list } = words;
  const shown = rowsOfPage(some, number);
  return (
    <>
      <TargetFilter page={page} choice={choice} />
      {isCut ? <p class="note">{words.tooMany(MOST_WITH_TARGETS)}</p> : null}
      {some.length === 0 ? (
        <p class="empty">{words.noMatch}</p>
      ) : (
        <Table label={words.listTitle} columns={[list.dossier, list.milestone, list.announced, list.due, list.outcome]}>
          {shown.map(({ event, dossier, milestone, announced, due, outcome, slipDays }) => (
            <tr key={event}>
              <th scope="row">
                <a href={`${addressOf(page, `/dossiers/${dossier.id}`)}#targets`}>
                  {dossierTitle(dossier, schemes, language)}
                </a>
              </th>
              <td data-label={list.milestone}>{milestoneName(milestone, schemes.get(dossier.scheme), language)}</td>
              <td data-label={list.announced}>
                <DateText page={page} date={announced} />
              </td>
              <td data-label={list.due}>
                <DateText page={page} date={due} />
              </td>
              <td data-label={list.outcome}>{words.outcome(capitalized(words.outcomes[outcome]), slipDays)}</td>
            </tr>
          ))}
        </Table>
      )}
      <Pager page={page} number={number} size={LIST_SIZE} total={some.length} />
      <p>
        <a href={addressOf(page, '/overview')}>{phrases(language).console.overview.title}</a>
      </p>
    </>
  );
}

function TargetFilter({ page, choice }: Pick<Props, 'page' | 'choice'>) {
  const words = phrases(page.language).console.overview.slips;
  const { provider, everyProvider, providerHint, show } = phrases(page.language).console.grants;
  const options = TARGET_OUTCOMES.map((value) => ({ value, label: capitalized(words.outcomes[value]) }));
  return (
    <form class="filters" method="get" action="/overview/targets" aria-label={words.listTitle}>
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
      <div class="row">
        <Field page={page} name="provider" label={provider} hint={providerHint}>
          {(input) => <input {...input} value={choice.provider} placeholder={everyProvider} maxLength={200} />}
        </Field>
        <Field page={page} name="outcome" label={words.list.outcome}>
          {(input) => <Choice {...input} chosen={choice.outcome} options={[{ value: '', label: '–' }, ...options]} />}
        </Field>
        <p class="field">
          <button>{show}</button>
        </p>
      </div>
    </form>
  );
}
