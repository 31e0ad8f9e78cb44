import type { VNode } from 'preact';
import { z } from 'zod';
import { actorIn } from '#access/principal.js';
import {
  PROPOSAL_STATES,
  type Previewed,
  type Proposal,
  type ProposalState,
  ProposedCommands,
  Proposals,
} from '#approvals/proposals.js';
import { dayIn } from '#domain/date/day.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Prose } from '#domain/text/text.js';
import { Conflict, UnreadableEvent } from '#event-store/events.js';
import { summaryOf } from '#language/describe-event.js';
import { schemeName } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases, say } from '#language/phrases.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { type FourEyesScheme, FourEyes } from '#schemes/four-eyes.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { FourEyesPolicy } from '../../api/approvals/proposals.controller.js';
import { page as cursored } from '../../api/http/query-fields.js';
import { ActivitySubjects, type SubjectsOf } from '../activity/activity.controller.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { Failed, RefusalNote, UnsavedText } from '../frame/controls.js';
import { linkTo, buttonTo, DoneNote, Facts, Section, Timestamp, Badge, type Tone } from '../frame/display.js';
import { DataForm, optionsOf, select } from '../frame/fields.js';
import { Id } from '../../api/auth/caller.js';
import { Exchange, addressOf, callerOf, may, nameOfActor, Page, problemsUnder, queryOf } from '../frame/page.js';
import { CursorPager, Table, Empty, Toolbar } from '../frame/table.js';
import { EntrySummary } from '../recording/record-form.js';
import { deadlineChanges, StatusChanges, WarningChangesList } from '../recording/preview-page.js';
import { Recorder } from '../recording/preview.js';
import { Subjects } from '../recording/subject.js';
import { abouts, statusTable } from './status-table.js';

interface ProposedEffect {
  summary: VNode;
  /** Absent once it is decided, or if it can no longer be recorded. */
  preview?: VNode;
}

const PAGE_SIZE = 25;

const ListQuery = z.object({
  state: z.enum([...PROPOSAL_STATES, 'all']).default('open'),
  cursor: cursored('instant', 'uuid').cursor,
});

const Decision = z.enum(['approve', 'reject', 'withdraw']);
type Decision = z.infer<typeof Decision>;

const SHOWN = { menuEntry: 'approvals', timeless: true } as const;

@Pages('approvals')
export class ApprovalPages {
  constructor(
    private readonly proposals: Proposals,
    private readonly commands: ProposedCommands,
    private readonly recorded: Subjects,
    private readonly recorder: Recorder,
    private readonly subjects: ActivitySubjects,
    private readonly fourEyes: FourEyes,
    private readonly policy: FourEyesPolicy,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @ConsoleGet('', 'record')
  async list(@Page() page: Page): Promise<PageAnswer> {
    const asked = await queryOf(page, ListQuery);
    const [at, id] = asked.cursor === undefined ? [] : decodeCursor(asked.cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), id: String(id) } };
    const filter = asked.state === 'all' ? {} : { state: asked.state };
    const found = await this.proposals.list(filter, { limit: PAGE_SIZE + 1, ...before });
    const keysetOf = (one: Proposal) => [one.proposedAt.toISOString(), one.id];
    const { items, next } = pageOf(found, PAGE_SIZE, keysetOf);
    const subjects = await this.subjects.of(page, items);
    const schemes = await this.schemes.at();
    const children = <ApprovalList {...{ page, asked, items, next, subjects, schemes }} />;
    const { title, schemesLink } = phrases(page.language).console.approvals;
    const actions = may(page, 'admin') ? buttonTo(addressOf(page, '/approvals/schemes'), schemesLink) : undefined;
    return { ...SHOWN, title, actions, children };
  }

  @ConsoleGet('schemes', 'admin')
  async choose(@Page() page: Page): Promise<PageAnswer> {
    const policy = await this.fourEyes.list();
    const children = fourEyesForm(page, policy, await this.schemes.at());
    return { ...SHOWN, title: phrases(page.language).console.approvals.policy.title, children };
  }

  @ConsolePost('schemes', 'admin')
  async save(@Exchange() { page, form }: Exchange): Promise<PageAnswer> {
    const asked = new Set(form.getAll('scheme'));
    const was = await this.fourEyes.schemes();
    // Only what differs from what the form showed: a colleague's choice of another scheme stays.
    const seen = new Set(form.getAll('was'));
    for (const scheme of (await this.schemes.at()).keys())
      if (asked.has(scheme) !== seen.has(scheme) && asked.has(scheme) !== was.has(scheme))
        await this.policy.set(scheme, asked.has(scheme), callerOf(page));
    return { redirect: addressOf(page, '/approvals/schemes', { done: 'policy' }) };
  }

  @ConsoleGet(':id', 'record')
  async one(@Page() page: Page, @Id('id') id: string): Promise<PageAnswer> {
    return this.#show(page, await this.proposals.get(id));
  }

  @ConsolePost(':id', 'record')
  async decide(@Exchange() { page, form }: Exchange, @Id('id') id: string): Promise<PageAnswer> {
    const reason = (form.get('reason') ?? '').trim();
    const { data: decision } = Decision.safeParse(form.get('decision'));
    const problems = await problemsOf(decision, reason);
    if (!decision || problems.length > 0) return this.#show(page, await this.proposals.get(id), { problems, reason });
    try {
      const { state } = await this.#decided(page, id, { decision, reason, preview: form.get('preview') ?? '' });
      return { redirect: addressOf(page, `/approvals/${id}`, { done: state }) };
    } catch (error) {
      const isChanged = error instanceof Conflict || (error instanceof Refusal && error.code === 'proposal-changed');
      if (isChanged) return this.#show(page, await this.proposals.get(id), { isChanged, reason });
      if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
      return this.#show(page, await this.proposals.get(id), { refused: error, reason });
    }
  }

  #decided(
    page: Page,
    id: string,
    { decision, reason, preview }: { decision: Decision; reason: string; preview: string },
  ): Promise<Proposal> {
    const caller = callerOf(page);
    if (decision === 'withdraw') return this.proposals.withdraw(id, caller);
    if (decision === 'reject') return this.proposals.reject(id, caller, reason);
    return this.proposals.approve(id, caller, { preview, ...(reason !== '' && { reason }) });
  }

  async #show(page: Page, proposal: Proposal, again: Again = {}): Promise<PageAnswer> {
    const previewed = proposal.state === 'open' ? await this.commands.preview(proposal) : undefined;
    const effect = await this.#effectOf(page, proposal, previewed).catch((error: unknown) => {
      if (error instanceof UnreadableEvent) return undefined; // it can be rejected all the same
      throw error;
    });
    const subjects = await this.subjects.of(page, [proposal, ...abouts(previewed?.changes ?? [])]);
    const here = { ...page, path: `/approvals/${proposal.id}` };
    const schemes = await this.schemes.at();
    const children = <ApprovalView {...{ page: here, proposal, previewed, effect, subjects, schemes, ...again }} />;
    const status = again.problems ? 422 : (again.isChanged ?? again.refused) ? 409 : 200;
    const title = proposalTitle(page, proposal, subjects, schemes);
    return { ...SHOWN, page: here, status, title, children };
  }

  /** An event on a dossier, and what it would change now, as the preview of recording shows it; nothing for other proposals. */
  async #effectOf(
    page: Page,
    { proposed }: Proposal,
    previewed: Previewed | undefined,
  ): Promise<ProposedEffect | undefined> {
    if (proposed.kind !== 'dossier-event') return undefined;
    const { event } = proposed;
    const subject = await this.recorded.dossier(proposed.dossier, page);
    const history = await this.recorded.historyOf(subject);
    const names = await this.recorded.namesIn(page, [event.data]);
    const { scheme } = subject;
    const isAmendment = event.type === 'EventCorrected' || event.type === 'EventRetracted';
    const aim = isAmendment ? history.eventOf(event.data.event) : undefined;
    const summary = <EntrySummary {...{ page, event, aim, scheme, names }} />;
    if (!previewed?.changes) return { summary };
    const { warnings, standings, deadlines } = await this.recorder.preview({ kind: 'dossier', subject, event }, page);
    const { terms } = phrases(page.language).console;
    const path = addressOf(page, subject.path);
    return {
      summary,
      preview: (
        <>
          <WarningChangesList {...{ page, history, event, path, scheme, warnings }} />
          <h3>{terms.status}</h3>
          <StatusChanges {...{ page, standings, scheme }} />
          <h3>{terms.deadlines}</h3>
          {deadlineChanges(page, deadlines, subject.id)}
        </>
      ),
    };
  }
}

interface Again {
  problems?: readonly Problem[];
  reason?: string;
  isChanged?: boolean;
  refused?: Refusal;
}

/** A rejection needs a reason. */
async function problemsOf(decision: Decision | undefined, reason: string): Promise<Problem[]> {
  if (decision !== 'reject' && (decision !== 'approve' || reason === '')) return [];
  const problems = await problemsUnder(Prose, reason);
  return problems.map((problem) => ({ ...problem, field: 'reason' }));
}

interface Props extends Again {
  page: Page;
  proposal: Proposal;
  previewed: Previewed | undefined;
  effect: ProposedEffect | undefined;
  subjects: SubjectsOf;
  schemes: Schemes;
}

/** A proposal: who proposed what, its effect, and the decision on it. */
function ApprovalView(props: Props) {
  const { page, proposal, previewed, effect, subjects, schemes, reason = '', isChanged, refused } = props;
  const t = phrases(page.language).console.approvals;
  const { about, refusal, state } = proposal;
  const subject = about === null ? undefined : subjects(about);
  const refusedNow = previewed?.refused ?? refusal;
  return (
    <>
      <DoneNote page={page} words={t.done} />
      {isChanged ? <Failed tone="warn">{t.changed}</Failed> : null}
      <RefusalNote page={page} refused={refused} />
      {state === 'open' ? null : <UnsavedText page={page} text={reason} />}
      <p>
        <StateBadge page={page} state={state} isMine={state === 'open' && mayDecide(page, proposal)} />{' '}
        {subject?.href === undefined ? null : <a href={subject.href}>{subject.name}</a>}
      </p>
      {effect ? <div class="card">{effect.summary}</div> : null}
      <ProposalFacts {...props} />
      {refusedNow ? <p class="note warn">{t.refused(say(refusedNow, page.language))}</p> : null}
      {previewed?.changes ? (
        <Section id="effect" title={t.effect}>
          {effect?.preview ?? statusTable(page, previewed.changes, subjects, schemes)}
        </Section>
      ) : null}
      {state === 'open' ? <Decide {...props} /> : null}
    </>
  );
}

const isOwn = ({ caller }: Page, { proposer }: Proposal): boolean =>
  caller?.account !== undefined && actorIn(proposer).account === caller.account;

const mayDecide = (page: Page, proposal: Proposal): boolean =>
  page.caller?.account !== undefined && may(page, 'approve') && !isOwn(page, proposal);

function Decide({ page, proposal, previewed, problems = [], reason = '' }: Props) {
  const { approvals: t, terms } = phrases(page.language).console;
  const decision = (value: Decision, looks?: 'second' | 'danger') => ({
    ...{ label: t[value], name: 'decision', value },
    ...(looks && { looks }),
  });
  if (isOwn(page, proposal))
    return (
      <>
        <p class="note">{t.own}</p>
        <DataForm page={page} parts={[]} send={decision('withdraw', 'second')} />
      </>
    );
  if (!mayDecide(page, proposal))
    return <p class="note">{page.caller?.account === undefined ? t.noAccount : t.noApprover}</p>;
  return (
    <DataForm
      {...{ page, problems }}
      hidden={previewed?.changes ? [['preview', previewed.id]] : []}
      parts={[{ name: 'reason', label: terms.reason, hint: t.rejectReason, value: reason, input: { maxLength: 1000 } }]}
      send={[...(previewed?.changes ? [decision('approve')] : []), decision('reject', 'danger')]}
    />
  );
}

function ProposalFacts({ page, proposal, schemes }: Props) {
  const { approvals: t, terms } = phrases(page.language).console;
  const { proposer, proposedAt, decided, state, event, about } = proposal;
  const dossier = about?.startsWith('dossier-') ? about.slice('dossier-'.length) : undefined;
  const isRecorded = state === 'approved' && dossier !== undefined;
  return (
    <Facts
      facts={[
        [terms.schemes, proposal.schemes.map((slug) => schemeName(slug, schemes, page.language)).join(', ')],
        [t.column.by, nameOfActor(page, proposer)],
        [t.column.at, <Timestamp page={page} at={proposedAt} />],
        [
          t.decidedBy[state === 'open' || state === 'recording' ? 'outdated' : state],
          decided && nameOfActor(page, decided.by),
        ],
        [t.decidedAt, decided && <Timestamp page={page} at={decided.at} />],
        [terms.reason, decided?.reason],
        [t.proposal, isRecorded ? linkTo(page, `/dossiers/${dossier}`, t.seeEvent, { event }) : null],
      ]}
    />
  );
}

interface ListProps {
  page: Page;
  asked: z.output<typeof ListQuery>;
  items: readonly Proposal[];
  next: string | null;
  subjects: SubjectsOf;
  schemes: Schemes;
}

/** What waits for this reader comes first. */
function ApprovalList({ page, asked, items, next, subjects, schemes }: ListProps) {
  const { approvals: t, terms } = phrases(page.language).console;
  const states = optionsOf(PROPOSAL_STATES, t.states);
  const isMine = (one: Proposal): boolean => one.state === 'open' && mayDecide(page, one);
  return (
    <>
      <p>{t.intro}</p>
      <Toolbar
        {...{ page, action: '/approvals', label: t.filter, go: terms.apply }}
        fields={[select('state', terms.state, asked.state, [...states, { value: 'all', label: t.all }])]}
      />
      <Table
        isMain
        label={t.title}
        columns={[{ name: terms.modification }, { first: terms.state }, t.column.by, t.column.at]}
        rows={[...items.filter(isMine), ...items.filter((one) => !isMine(one))].map((proposal) => ({
          tone: isMine(proposal) ? 'warn' : undefined,
          cells: [
            linkTo(page, `/approvals/${proposal.id}`, proposalTitle(page, proposal, subjects, schemes)),
            <StateBadge page={page} state={proposal.state} isMine={isMine(proposal)} />,
            nameOfActor(page, proposal.proposer),
            <Timestamp page={page} at={proposal.proposedAt} isShort />,
          ],
        }))}
        empty={<Empty text={asked.state === 'open' ? t.empty.open : t.empty.other} />}
      />
      <CursorPager page={page} cursor="cursor" next={next} />
    </>
  );
}

const TONES: Record<ProposalState, Tone> = {
  open: 'plain',
  recording: 'warn',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'plain',
  outdated: 'plain',
};

function StateBadge({ page, state, isMine = false }: { page: Page; state: ProposalState; isMine?: boolean }) {
  const { states, forYou } = phrases(page.language).console.approvals;
  return <Badge tone={isMine ? 'warn' : TONES[state]}>{isMine ? forYou : capitalized(states[state])}</Badge>;
}

function proposalTitle(
  { language }: Page,
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

/** For admins: the schemes whose changes of status need a second person. */
function fourEyesForm(page: Page, policy: readonly FourEyesScheme[], schemes: Schemes) {
  const { language, zone } = page;
  const { policy: t, done } = phrases(language).console.approvals;
  const since = new Map(policy.map((one) => [one.scheme, one.since]));
  const options = [...schemes.keys()].map((value) => {
    const at = since.get(value);
    const hint = at && t.since(writtenDate(dayIn(zone, at), language));
    return { value, hint, label: schemeName(value, schemes, language) };
  });
  return (
    <>
      <DoneNote page={page} words={done} />
      <p>{t.intro}</p>
      <p>{t.persons}</p>
      <DataForm
        page={page}
        hidden={policy.map(({ scheme }) => ['was', scheme] as const)}
        parts={[
          {
            ...{ name: 'scheme', kind: 'checkboxes', label: t.scheme, chosen: [...since.keys()] },
            options: options.sort((a, b) => a.label.localeCompare(b.label)),
          },
        ]}
        send={phrases(language).console.terms.save}
      />
    </>
  );
}
