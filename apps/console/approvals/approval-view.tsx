import { actorIn } from '#access/principal.js';
import { type Previewed, type Proposal, PROPOSAL_STATES, type ProposalState } from '#approvals/proposals.js';
import type { StatusChange, StatusFrom } from '#domain/dossier/status-change.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { summaryOf } from '#language/describe-event.js';
import { schemeName } from '#language/describe-standing.js';
import { writtenDate, capitalized } from '#language/format.js';
import { phrases, say } from '#language/phrases.js';
import type { SubjectsOf } from '../activity/activity.controller.js';
import { DoneNote, Facts, MaybeLink, Timestamp } from '../frame/display.js';
import { StatusMark, Badge, type Tone } from '../frame/marks.js';
import { Table, CursorPager } from '../frame/table.js';
import { Failed, Field, Form, RefusalNote, ChoiceField, UnsavedText } from '../frame/controls.js';
import { Toolbar } from '../frame/toolbar.js';
import { addressOf, may, nameOfActor, type PageContext } from '../frame/page.js';
import type { Again, AskedProposals, ProposedEffect } from './approvals.controller.js';

interface Props extends Again {
  page: PageContext;
  proposal: Proposal;
  previewed: Previewed | undefined;
  effect: ProposedEffect | undefined;
  subjects: SubjectsOf;
  schemes: Schemes;
}

export function ApprovalView(props: Props) {
  const { page, proposal, previewed, effect, subjects, schemes, reason = '', isChanged, refused } = props;
  const t = phrases(page.language).console.approvals;
  const { about, refusal } = proposal;
  const subject = about === null ? undefined : subjects(about);
  const refusedNow = previewed?.refused ?? refusal;
  return (
    <>
      <DoneNote page={page} words={t.done} />
      {isChanged ? (
        <Failed tone="warn">
          <p>{t.changed}</p>
        </Failed>
      ) : null}
      <RefusalNote page={page} refused={refused} />
      {proposal.state === 'open' ? null : <UnsavedText page={page} text={reason} />}
      <p>
        {subject?.href === undefined ? null : <a href={subject.href}>{subject.name}</a>}{' '}
        <StateBadge page={page} state={proposal.state} />
      </p>
      <ProposalFacts {...props} />
      <div class="card">{effect?.summary ?? <p>{proposalTitle(page, proposal, subjects, schemes)}</p>}</div>
      {refusedNow ? <p class="note warn">{t.refused(say(refusedNow, page.language))}</p> : null}
      {previewed?.changes ? (
        <>
          <h2>{t.effect}</h2>
          {effect?.preview ?? <StatusTable {...{ page, subjects, schemes }} changes={previewed.changes} />}
        </>
      ) : null}
      {proposal.state === 'open' ? <Decision {...props} /> : null}
      <p>
        <a href={addressOf(page, '/approvals')}>{t.back}</a>
      </p>
    </>
  );
}

function ProposalFacts({ page, proposal, schemes }: Props) {
  const t = phrases(page.language).console.approvals;
  const { proposer, proposedAt, decided, state, event, about } = proposal;
  const dossier = about?.startsWith('dossier-') ? about.slice('dossier-'.length) : undefined;
  const isRecorded = state === 'approved' && dossier !== undefined;
  const decidedBy = state === 'open' || state === 'recording' ? t.decidedBy.outdated : t.decidedBy[state];
  return (
    <Facts
      facts={[
        [t.schemes, proposal.schemes.map((slug) => schemeName(slug, schemes, page.language)).join(', ')],
        [t.column.by, nameOfActor(page, proposer)],
        [t.column.at, <Timestamp page={page} at={proposedAt} />],
        [decidedBy, decided && nameOfActor(page, decided.by)],
        [t.decidedAt, decided && <Timestamp page={page} at={decided.at} />],
        [t.reason, decided?.reason],
        [
          t.proposal,
          isRecorded ? <a href={addressOf(page, `/dossiers/${dossier}`, { event })}>{t.seeEvent}</a> : undefined,
        ],
      ]}
    />
  );
}

const SHOWN = 50;

interface StatusTableProps {
  page: PageContext;
  changes: readonly StatusChange[];
  subjects: SubjectsOf;
  schemes: Schemes;
}

export const abouts = (changes: readonly StatusChange[]): { about: string }[] =>
  changes
    .slice(0, SHOWN)
    .flatMap(({ dossier, before, after }) => [
      `dossier-${dossier}`,
      ...[...before, ...after].map(({ holder }) => `provider-${holder}`),
    ])
    .map((about) => ({ about }));

/** Statuses of dossiers from the first day on which they differ. */
export function StatusTable({ page, changes, subjects, schemes }: StatusTableProps) {
  const t = phrases(page.language).console.approvals;
  if (changes.length === 0) return <p>{t.none}</p>;
  const { dossier, before, after } = t.statusColumns;
  return (
    <>
      <Table
        label={t.statuses}
        columns={[dossier, before, after]}
        rows={changes.slice(0, SHOWN).map((change) => {
          const { name, href } = subjects(`dossier-${change.dossier}`);
          const { rest, former } = differing(change);
          const statuses = (spans: readonly StatusFrom[]) => (
            <Statuses {...{ page, spans, subjects }} scheme={schemes.get(change.scheme)} />
          );
          return [<MaybeLink href={href}>{name}</MaybeLink>, statuses(former), statuses(rest)];
        })}
      />
      {changes.length > SHOWN ? <p class="soft">{t.more(changes.length - SHOWN)}</p> : null}
    </>
  );
}

/** Both sides without what they begin with alike. */
function differing({ before, after }: StatusChange): { former: StatusFrom[]; rest: StatusFrom[] } {
  const at = before.findIndex((one, index) => JSON.stringify(one) !== JSON.stringify(after[index]));
  const first = at === -1 ? before.length : at;
  return { former: before.slice(first), rest: after.slice(first) };
}

function Statuses({
  page,
  spans,
  subjects,
  scheme,
}: {
  page: PageContext;
  spans: readonly StatusFrom[];
  subjects: SubjectsOf;
  scheme: Parameters<typeof StatusMark>[0]['scheme'];
}) {
  const t = phrases(page.language).console.approvals;
  if (spans.length === 0) return '–';
  return (
    <>
      {spans.map(({ from, status, confirmed, ...span }) => (
        <div>
          <StatusMark {...{ status, confirmed, scheme }} language={page.language} />{' '}
          <span class="soft small">{t.from(writtenDate(from, page.language))}</span>
          <div class="soft small">{detailsOf(span, subjects, page).join(' · ')}</div>
        </div>
      ))}
    </>
  );
}

const detailsOf = (
  { holder, service, grants }: Omit<StatusFrom, 'from' | 'status' | 'confirmed'>,
  subjects: SubjectsOf,
  { language }: PageContext,
): string[] => [
  subjects(`provider-${holder}`).name,
  ...(service ? [[service.name, ...service.kinds].join(', ')] : []),
  ...grants.flatMap(({ decision, level, referential, conditions, reservations, validUntil }) => [
    ...[decision, level, referential].flatMap((one) => one ?? []),
    ...[...conditions, ...reservations.map(({ text }) => text)],
    ...(validUntil === null ? [] : [phrases(language).console.approvals.until(writtenDate(validUntil, language))]),
  ]),
];

function Decision({ page, proposal, previewed, problems = [], reason = '' }: Props) {
  const t = phrases(page.language).console.approvals;
  const { caller } = page;
  const isOwn = caller?.account !== undefined && actorIn(proposal.proposer).account === caller.account;
  if (isOwn)
    return (
      <>
        <p class="note">{t.own}</p>
        <Form page={page} class="row">
          <button class="second" name="decision" value="withdraw">
            {t.withdraw}
          </button>
        </Form>
      </>
    );
  if (caller?.account === undefined) return <p class="note">{t.noAccount}</p>;
  if (!may(page, 'approve')) return <p class="note">{t.noApprover}</p>;
  return (
    <>
      {previewed?.changes ? (
        <Form page={page} class="stacked">
          <input type="hidden" name="preview" value={previewed.id} />
          <Field page={page} name="remark" label={t.approveReason}>
            {(input) => <input {...input} name="reason" maxLength={1000} />}
          </Field>
          <p>
            <button name="decision" value="approve">
              {t.approve}
            </button>
          </p>
        </Form>
      ) : null}
      <Form page={page} class="stacked">
        <Field page={page} name="reason" label={t.rejectReason} required problems={problems}>
          {(input) => <input {...input} value={reason} maxLength={1000} />}
        </Field>
        <p>
          <button class="danger" name="decision" value="reject">
            {t.reject}
          </button>
        </p>
      </Form>
    </>
  );
}

interface ApprovalListProps {
  page: PageContext;
  asked: AskedProposals;
  items: readonly Proposal[];
  next: string | null;
  subjects: SubjectsOf;
  schemes: Schemes;
}

export function ApprovalList({ page, asked, items, next, subjects, schemes }: ApprovalListProps) {
  const t = phrases(page.language).console.approvals;
  const states = [...PROPOSAL_STATES.map((value) => ({ value, label: capitalized(t.states[value]) }))];
  return (
    <>
      <p>
        {t.intro} {may(page, 'admin') ? <a href={addressOf(page, '/approvals/schemes')}>{t.schemesLink}</a> : null}
      </p>
      <Toolbar page={page} action="/approvals" label={t.filter} go={t.apply}>
        <ChoiceField
          page={page}
          name="state"
          label={t.state}
          chosen={asked.state}
          options={[...states, { value: 'all', label: t.all }]}
        />
      </Toolbar>
      <Table
        label={t.title}
        columns={[t.column.subject, t.column.by, { nowrap: t.column.at }, t.column.state]}
        rows={items.map((proposal) => [
          <a href={addressOf(page, `/approvals/${proposal.id}`)}>{proposalTitle(page, proposal, subjects, schemes)}</a>,
          nameOfActor(page, proposal.proposer),
          <Timestamp page={page} at={proposal.proposedAt} />,
          <StateBadge page={page} state={proposal.state} />,
        ])}
        empty={asked.state === 'open' ? t.empty.open : t.empty.other}
      />
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

const StateBadge = ({ page, state }: { page: PageContext; state: ProposalState }) => (
  <Badge tone={TONES[state]}>{capitalized(phrases(page.language).console.approvals.states[state])}</Badge>
);

function proposalTitle(
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
