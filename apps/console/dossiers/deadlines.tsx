import type { DossierDeadline } from '#deadlines/queries/dossier-deadlines.js';
import { capitalized, writtenDate } from '#language/format.js';
import { titleOf, whenDue } from '#subscriptions/messages/mail/reminder-letter.js';
import { dossierTitle } from '#language/describe-standing.js';
import { Badge, endTone, StatusBadge } from '../frame/badges.js';
import { DateText, Table, Section } from '../frame/display.js';
import { More } from '../frame/pagers.js';
import { addressOf, may, type PageContext } from '../frame/page.js';
import { isSettled } from '#domain/deadline/deadline.js';
import { type DossierView, soonestEnd } from '#domain/dossier/standing.js';
import { phrases } from '#language/phrases.js';
import { deadlineActions } from '../frame/deadline-actions.js';
import type { DossierData } from './section.js';

const MOST = 25;

interface Props {
  page: PageContext;
  data: DossierData;
  hrefOf: (id: string) => string | undefined;
}

export function Deadlines({ page, data, hrefOf }: Props) {
  const words = phrases(page.language).console.dossiers.deadlines;
  const { view, deadlines } = data;
  const due = deadlines.filter(({ state }) => !isSettled(state));
  const settled = deadlines.length - due.length;
  const shown = due.slice(0, MOST);
  const provider = view.provider.slug;
  return (
    <Section id="deadlines" title={words.title}>
      {due.length === 0 ? <p>{words.none}</p> : <DueTable {...{ page, data, hrefOf, shown }} />}
      <More page={page} count={due.length - MOST} />
      {settled > 0 ? <p class="soft">{words.settled(settled)}.</p> : null}
      <p class="no-print">
        <a href={addressOf(page, '/deadlines', { provider })}>{may(page, 'record') ? words.answer : words.all}</a>
        {may(page, 'record') ? (
          <>
            {' · '}
            <a href={addressOf(page, `/dossiers/${view.id}/record/DeadlineSet`)}>{words.set}</a>
          </>
        ) : null}
      </p>
    </Section>
  );
}

function DueTable({ page, data, hrefOf, shown }: Props & { shown: readonly DossierDeadline[] }) {
  const words = phrases(page.language).console.dossiers.deadlines;
  const mayAct = may(page, 'record');
  const headings = [words.what, words.due, words.left, words.state, ...(mayAct ? [{ act: words.act }] : [])];
  return (
    <Table
      caption={words.caption}
      columns={headings}
      rows={shown.map((deadline) => dueLineOf({ page, data, hrefOf, deadline }))}
    />
  );
}

function dueLineOf({ page, data, hrefOf, deadline }: Props & { deadline: DossierDeadline }) {
  const { language } = page;
  const words = phrases(language).console.dossiers.deadlines;
  const { kind, due, lapses, state, event } = deadline;
  const href = hrefOf(event);
  const name = [capitalized(phrases(language).mail.reminders.kind[kind]), ...titleOf(deadline, language)].join(', ');
  return [
    <>
      {href === undefined ? name : <a href={href}>{name}</a>}
      {kind === 'officer-set' ? <span class="soft small"> ({words.own})</span> : null}
    </>,
    <>
      <DateText page={page} date={due} />
      {lapses === null ? null : <span class="soft small">{` (${words.lapses} ${writtenDate(lapses, language)})`}</span>}
    </>,
    whenDue(deadline, language),
    <Badge tone={state === 'missed' ? 'bad' : 'plain'}>{phrases(language).console.frame.deadline.states[state]}</Badge>,
    ...(may(page, 'record') ? [<Acts page={page} dossier={data.view.id} deadline={deadline} name={name} />] : []),
  ];
}

function Acts({
  page,
  dossier,
  deadline,
  name,
}: {
  page: PageContext;
  dossier: string;
  deadline: DossierDeadline;
  name: string;
}) {
  const actions = deadlineActions(deadline, dossier);
  if (actions.length === 0) return null; // a narrow page then hides the label, too
  return (
    <span class="actions">
      {actions.map(({ act, path, query }) => (
        <a href={addressOf(page, path, query)}>
          {phrases(page.language).console.frame.deadline.acts[act]}
          <span class="unseen">{` (${name})`}</span>
        </a>
      ))}
    </span>
  );
}

export function Dependencies({ page, data }: { page: PageContext; data: DossierData }) {
  const words = phrases(page.language).console.dossiers.dependencies;
  const { buildsOn, dependents, dependentsLeftOut } = data;
  return (
    <Section id="dependencies" title={words.title}>
      <h3>{words.buildsOn}</h3>
      {buildsOn.length === 0 ? <p>{words.onNothing}</p> : <Related page={page} data={data} dossiers={buildsOn} />}
      <More page={page} count={data.view.dependsOn.length - buildsOn.length} />
      <h3>{words.dependents}</h3>
      {dependents.length === 0 ? (
        <p>{words.noDependents}</p>
      ) : (
        <Related page={page} data={data} dossiers={dependents} />
      )}
      <More page={page} count={dependentsLeftOut} />
    </Section>
  );
}

function Related({ page, data, dossiers }: { page: PageContext; data: DossierData; dossiers: readonly DossierView[] }) {
  const { language } = page;
  const words = phrases(language).console.dossiers.dependencies;
  return (
    <ul>
      {dossiers.map((other) => {
        const end = soonestEnd(other.grants);
        const scheme = data.schemes.get(other.scheme);
        return (
          <li>
            <a href={addressOf(page, `/dossiers/${other.id}`)}>{dossierTitle(other, data.schemes, language)}</a>{' '}
            <StatusBadge status={other.status} confirmed={other.confirmed} scheme={scheme} language={language} />
            {end === null ? null : <span class="small"> · {words.ends(writtenDate(end, language))} </span>}
            {other.expiring && end !== null ? <Badge tone={endTone(end, page.at.asOf)}>{words.endsSoon}</Badge> : null}
          </li>
        );
      })}
    </ul>
  );
}
