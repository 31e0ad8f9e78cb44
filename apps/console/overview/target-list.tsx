import type { Schemes } from '#domain/scheme/catalogue.js';
import { dossierTitle, milestoneName } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type ListedTarget, MOST_WITH_TARGETS, TARGET_OUTCOMES } from '#projections/list-grants.js';
import { ChoiceField, Field, Hidden } from '../frame/controls.js';
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
      <Table
        label={words.listTitle}
        columns={[list.dossier, list.milestone, list.announced, list.due, list.outcome]}
        rows={shown.map(({ dossier, milestone, announced, due, outcome, slipDays }) => [
          <a href={`${addressOf(page, `/dossiers/${dossier.id}`)}#targets`}>
            {dossierTitle(dossier, schemes, language)}
          </a>,
          milestoneName(milestone, schemes.get(dossier.scheme), language),
          <DateText page={page} date={announced} />,
          <DateText page={page} date={due} />,
          words.outcome(capitalized(words.outcomes[outcome]), slipDays),
        ])}
        empty={words.noMatch}
      />
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
        <ChoiceField
          page={page}
          name="outcome"
          label={words.list.outcome}
          chosen={choice.outcome}
          options={[{ value: '', label: '–' }, ...options]}
        />
        <p class="field">
          <button>{show}</button>
        </p>
      </div>
    </form>
  );
}
