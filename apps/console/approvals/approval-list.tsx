import { PROPOSAL_STATES, type Proposal, type ProposalState } from '#approvals/proposals.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { summaryOf } from '#language/describe-event.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { Badge, type Tone } from '../frame/badges.js';
import { Choice, Field } from '../frame/controls.js';
import { Table, Timestamp } from '../frame/display.js';
import { addressOf, may, nameOfActor, type PageContext } from '../frame/page.js';
import { CursorPager } from '../frame/pagers.js';
import type { SubjectsOf } from '../activity/activity-subjects.js';
import type { AskedProposals } from './approvals.controller.js';

interface Props {
  page: PageContext;
  asked: AskedProposals;
  items: readonly Proposal[];
  next: string | null;
  subjects: SubjectsOf;
  schemes: Schemes;
}

export function ApprovalList({ page, asked, items, next, subjects, schemes }: Props) {
  const t = phrases(page.language).console.approvals;
  const states = [...PROPOSAL_STATES.map((value) => ({ value, label: capitalized(t.states[value]) }))];
  return (
    <>
      <p>
        {t.intro} {may(page, 'admin') ? <a href={addressOf(page, '/approvals/schemes')}>{t.schemesLink}</a> : null}
      </p>
      <form class="filters" method="get" action="/approvals" aria-label={t.filter}>
        <div class="row">
          <Field page={page} name="state" label={t.state}>
            {(input) => (
              <Choice {...input} chosen={asked.state} options={[...states, { value: 'all', label: t.all }]} />
            )}
          </Field>
          <p class="field">
            <button>{t.apply}</button>
          </p>
        </div>
      </form>
      {items.length === 0 ? (
        <p class="empty">{asked.state === 'open' ? t.empty.open : t.empty.other}</p>
      ) : (
        <Table label={t.title} columns={[t.column.subject, t.column.by, t.column.at, t.column.state]}>
          {items.map((proposal) => (
            <tr key={proposal.id}>
              <th scope="row">
                <a href={addressOf(page, `/approvals/${proposal.id}`)}>
                  {proposalTitle(page, proposal, subjects, schemes)}
                </a>
              </th>
              <td data-label={t.column.by}>{nameOfActor(page, proposal.proposer)}</td>
              <td data-label={t.column.at} class="nowrap">
                <Timestamp page={page} at={proposal.proposedAt} />
              </td>
              <td data-label={t.column.state}>
                <StateBadge page={page} state={proposal.state} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <CursorPager page={page} cursor="cursor" next={next} words={{ first: t.newest, next: t.older }} />
    </>
  );
}

const TONES: Record<ProposalState, Tone> = {
  open: 'warn',
  recording: 'warn',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'plain',
  outdated: 'plain',
};

export const StateBadge = ({ page, state }: { page: PageContext; state: ProposalState }) => (
  <Badge tone={TONES[state]}>{capitalized(phrases(page.language).console.approvals.states[state])}</Badge>
);

/** What a proposal is about, in a few words. */
export function proposalTitle(
  { language }: PageContext,
  { proposed, about, schemes: [scheme = ''] }: Proposal,
  subjects: SubjectsOf,
  schemes: Schemes,
): string {
  const { kinds } = phrases(language).console.approvals;
  const subject = about === null ? '' : subjects(about).name;
  if (proposed.kind === 'import') return capitalized(kinds.import(proposed.name));
  if (proposed.kind !== 'dossier-event') return `${subject} · ${kinds[proposed.kind]}`;
  return `${subject} · ${summaryOf(proposed.event, language, schemes.get(scheme))}`;
}
