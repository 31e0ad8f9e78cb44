import { Get, Post, Injectable } from '@nestjs/common';
import type { VNode } from 'preact';
import { z } from 'zod';
import { PROPOSAL_STATES, type Proposal, ProposedCommands, Proposals, type Previewed } from '#approvals/proposals.js';
import { dayIn } from '#domain/date/day.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Prose } from '#domain/text/text.js';
import { Conflict, UnreadableEvent } from '#event-store/events.js';
import { schemeName } from '#language/describe-standing.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { type FourEyesScheme, FourEyes } from '#schemes/four-eyes.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { FourEyesPolicy } from '../../api/approvals/four-eyes.controller.js';
import { page as cursored } from '../../api/http/query-fields.js';
import { ActivitySubjects } from '../activity/activity.controller.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Form } from '../frame/controls.js';
import { DoneNote } from '../frame/display.js';
import { Id, Sent, addressOf, type PageContext, callerOf, Page, problemsUnder, queryOf } from '../frame/page.js';
import { EntrySummary } from '../recording/event-summary.js';
import { DeadlineChanges, StatusChanges, WarningChangesList } from '../recording/preview-tables.js';
import { Recorder } from '../recording/preview.js';
import { ReferencedNames, SubjectHistories, Subjects } from '../recording/subject.js';
import { ApprovalList, abouts, ApprovalView } from './approval-view.js';

export interface ProposedEffect {
  summary: VNode;
  /** Absent once it is decided, or if it can no longer be recorded. */
  preview?: VNode;
}

/** Shows an event on a dossier, and what it would change now, as the preview of recording does. */
@Injectable()
export class ProposedEffects {
  constructor(
    private readonly subjects: Subjects,
    private readonly histories: SubjectHistories,
    private readonly names: ReferencedNames,
    private readonly recorder: Recorder,
  ) {}

  /** @returns `undefined` for other kinds of proposals */
  async of(
    page: PageContext,
    { proposed }: Proposal,
    previewed: Previewed | undefined,
  ): Promise<ProposedEffect | undefined> {
    if (proposed.kind !== 'dossier-event') return undefined;
    const { event, dossier } = proposed;
    const now = { ...page, at: { asOf: page.today, isNow: true } };
    const subject = await this.subjects.of({ ...now, path: `/dossiers/${dossier}` }, dossier);
    if (subject.kind !== 'dossier') return undefined;
    const history = await this.histories.of(subject);
    const names = await this.names.of(page, [event.data]);
    const { scheme } = subject;
    const isAmendment = event.type === 'EventCorrected' || event.type === 'EventRetracted';
    const aim = isAmendment ? history.eventOf(event.data.event) : undefined;
    const summary = <EntrySummary {...{ page, event, aim, scheme, names }} />;
    if (!previewed?.changes) return { summary };
    const preview = await this.recorder.preview({ kind: 'dossier', subject, event }, now);
    const t = phrases(page.language).console.preview;
    const path = addressOf(page, subject.path);
    return {
      summary,
      preview: (
        <>
          <h3>{t.status}</h3>
          <StatusChanges page={page} standings={preview.standings} scheme={scheme} />
          <h3>{t.deadlines}</h3>
          <DeadlineChanges page={page} moves={preview.deadlines} dossier={subject.id} />
          <h3>{t.warnings}</h3>
          <WarningChangesList {...{ page, history, event, path, scheme }} warnings={preview.warnings} />
        </>
      ),
    };
  }
}

const PAGE_SIZE = 25;

const ListQuery = z.object({
  state: z.enum([...PROPOSAL_STATES, 'all']).default('open'),
  cursor: cursored('instant', 'uuid').cursor,
});

const Decision = z.enum(['approve', 'reject', 'withdraw']);
type Decision = z.infer<typeof Decision>;

export type AskedProposals = z.output<typeof ListQuery>;

const shown = { menuEntry: 'approvals', timeless: true } as const;

@Pages('approvals')
export class ApprovalPages {
  constructor(
    private readonly proposals: Proposals,
    private readonly commands: ProposedCommands,
    private readonly effects: ProposedEffects,
    private readonly subjects: ActivitySubjects,
    private readonly fourEyes: FourEyes,
    private readonly policy: FourEyesPolicy,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async list(@Page() page: PageContext): Promise<PageAnswer> {
    const asked = await queryOf(page, ListQuery);
    const [at, id] = asked.cursor === undefined ? [] : decodeCursor(asked.cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), id: String(id) } };
    const filter = asked.state === 'all' ? {} : { state: asked.state };
    const found = await this.proposals.list(filter, { limit: PAGE_SIZE + 1, ...before });
    const keysetOf = (one: Proposal) => [one.proposedAt.toISOString(), one.id];
    const { items, next } = pageOf(found, PAGE_SIZE, keysetOf, (one) => one);
    const subjects = await this.subjects.of(page, items);
    const schemes = await this.schemes.at();
    const children = <ApprovalList {...{ page, asked, items, next, subjects, schemes }} />;
    return { ...shown, title: phrases(page.language).console.approvals.title, children };
  }

  @Get('schemes')
  @ConsoleRoute('admin')
  async choose(@Page() page: PageContext): Promise<PageAnswer> {
    const policy = await this.fourEyes.list();
    const children = <FourEyesForm page={page} policy={policy} schemes={await this.schemes.at()} />;
    return { ...shown, title: phrases(page.language).console.approvals.policy.title, children };
  }

  @Post('schemes')
  @ConsoleRoute('admin')
  async save(@Page() page: PageContext, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const asked = new Set(form.getAll('scheme'));
    const was = await this.fourEyes.schemes();
    // Only what differs from what the form showed: a colleague's choice of another scheme stays.
    const seen = new Set(form.getAll('was'));
    for (const scheme of (await this.schemes.at()).keys())
      if (asked.has(scheme) !== seen.has(scheme) && asked.has(scheme) !== was.has(scheme))
        await this.policy.set(scheme, asked.has(scheme), callerOf(page));
    return { redirect: addressOf(page, '/approvals/schemes', { done: 'policy' }) };
  }

  @Get(':id')
  @ConsoleRoute('record')
  async one(@Page() page: PageContext, @Id('id') id: string): Promise<PageAnswer> {
    return this.#show(page, await this.proposals.get(id));
  }

  @Post(':id')
  @ConsoleRoute('record')
  async decide(@Page() page: PageContext, @Id('id') id: string, @Sent() form: URLSearchParams): Promise<PageAnswer> {
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
    page: PageContext,
    id: string,
    { decision, reason, preview }: { decision: Decision; reason: string; preview: string },
  ): Promise<Proposal> {
    const caller = callerOf(page);
    if (decision === 'withdraw') return this.proposals.withdraw(id, caller);
    if (decision === 'reject') return this.proposals.reject(id, caller, reason);
    return this.proposals.approve(id, caller, { preview, ...(reason !== '' && { reason }) });
  }

  async #show(page: PageContext, proposal: Proposal, again: Again = {}): Promise<PageAnswer> {
    const previewed = proposal.state === 'open' ? await this.commands.preview(proposal) : undefined;
    const effect = await this.effects.of(page, proposal, previewed).catch((error: unknown) => {
      if (error instanceof UnreadableEvent) return undefined; // it can be rejected all the same
      throw error;
    });
    const subjects = await this.subjects.of(page, [proposal, ...abouts(previewed?.changes ?? [])]);
    const here = { ...page, path: `/approvals/${proposal.id}` };
    const schemes = await this.schemes.at();
    const children = <ApprovalView {...{ page: here, proposal, previewed, effect, subjects, schemes, ...again }} />;
    const status = again.problems ? 422 : (again.isChanged ?? again.refused) ? 409 : 200;
    return { ...shown, page: here, status, title: phrases(page.language).console.approvals.proposal, children };
  }
}

export interface Again {
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

interface Props {
  page: PageContext;
  policy: readonly FourEyesScheme[];
  schemes: Schemes;
}

/** For admins: the schemes whose changes of status need a second person. */
function FourEyesForm({ page, policy, schemes }: Props) {
  const { language, zone } = page;
  const { policy: t, done, back } = phrases(language).console.approvals;
  const since = new Map(policy.map((one) => [one.scheme, one.since]));
  const named = [...schemes.keys()]
    .map((slug) => ({ slug, name: schemeName(slug, schemes, language) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <>
      <DoneNote page={page} words={done} />
      <p>{t.intro}</p>
      <p>{t.persons}</p>
      <Form page={page} class="stacked">
        <fieldset>
          <legend>{t.scheme}</legend>
          <div class="choices">
            {named.map(({ slug, name }) => {
              const at = since.get(slug);
              return (
                <label>
                  <input type="checkbox" name="scheme" value={slug} checked={at !== undefined} /> {name}
                  {at ? <span class="soft small"> {t.since(writtenDate(dayIn(zone, at), language))}</span> : null}
                </label>
              );
            })}
          </div>
        </fieldset>
        {policy.map(({ scheme }) => (
          <input type="hidden" name="was" value={scheme} />
        ))}
        <p>
          <button>{t.save}</button>
        </p>
      </Form>
      <p>
        <a href={addressOf(page, '/approvals')}>{back}</a>
      </p>
    </>
  );
}
