import { Injectable } from '@nestjs/common';
import type { VNode } from 'preact';
import type { Proposal, Previewed } from '#approvals/proposals.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { EntrySummary } from '../recording/event-summary.js';
import { DeadlineChanges, StatusChanges, WarningChangesList } from '../recording/preview-tables.js';
import { Recorder } from '../recording/recorder.js';
import { ReferencedNames, SubjectHistories, Subjects } from '../recording/subject.js';
import { phrases } from '#language/phrases.js';

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
