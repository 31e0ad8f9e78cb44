import { addDays } from '#domain/date/day.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { acknowledgeDone } from '../deadlines/unanswered.js';
import { DoneNote, Section, Table } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { EndsSection } from './ends-section.js';
import { Figure } from './figure.js';
import { CHANGE_KINDS, changeKindOf, DAYS_OF_CHANGES, MOST_CHANGES, type OverviewData } from './overview-data.js';
import { SlipsSection } from './slips-section.js';
import { TasksSection } from './tasks-section.js';

interface Props {
  page: PageContext;
  data: OverviewData;
}

export function OverviewView({ page, data }: Props) {
  const words = phrases(page.language).console.overview;
  return (
    <>
      <DoneNote page={page} words={acknowledgeDone(page)} />
      <p>{words.intro}</p>
      <TasksSection page={page} tasks={data.tasks} schemes={data.schemes} />
      <ChangesSection page={page} data={data} />
      <EndsSection page={page} months={data.months} />
      <SlipsSection page={page} targets={data.targets} />
    </>
  );
}

function ChangesSection({ page, data: { changes } }: Props) {
  const words = phrases(page.language).console.overview.changes;
  const counts = CHANGE_KINDS.map((kind) => ({
    kind,
    count: changes.items.filter((one) => changeKindOf(one) === kind).length,
  })).filter(({ count }) => count > 0);
  const since = addDays(page.at.asOf, -DAYS_OF_CHANGES);
  return (
    <Section id="changes" title={words.title}>
      <p class="soft">{words.since(writtenDate(since, page.language))}</p>
      {counts.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <Table label={words.title} columns={[words.kind, { number: words.count }]} class="figures">
          {counts.map(({ kind, count }) => (
            <tr key={kind}>
              <th scope="row">{words.kinds[kind]}</th>
              <td class="number" data-label={words.count}>
                <Figure href={addressOf(page, '/overview/changes', { kind })} name={words.kinds[kind]} count={count} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {changes.isCut ? <p class="note">{words.many(MOST_CHANGES)}</p> : null}
    </Section>
  );
}
