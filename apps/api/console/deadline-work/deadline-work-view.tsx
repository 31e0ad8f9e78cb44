import type { Person } from '#access/people.js';
import type { Assignment } from '#deadlines/people/assignees.js';
import type { DeadlineComment } from '#deadlines/people/comments.js';
import type { DossierDeadline } from '#deadlines/queries/dossier-deadlines.js';
import type { DossierView } from '#domain/dossier/standing.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { dossierTitle } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { whenDue } from '#notifications/mail/reminder-letter.js';
import { type DeadlineRef, mayDelete } from '../../deadline-work/deadline-work.js';
import { Badge } from '../frame/badges.js';
import { Choice, Field, Form, Hidden, Problems } from '../frame/controls.js';
import { DateText, DoneNote, Facts, Section, Timestamp } from '../frame/display.js';
import { Meanwhile } from '../frame/meanwhile.js';
import { callerOf, may, nameOfActor, type PageContext } from '../frame/page.js';

interface ViewProps {
  page: PageContext;
  ref: DeadlineRef;
  deadline: DossierDeadline;
  dossier: DossierView;
  schemes: Schemes;
  assignment: Assignment | undefined;
  comments: readonly DeadlineComment[];
  /** Who may be assigned; empty for readers. */
  people: readonly Person[];
  idempotencyKey: string;
  /** As typed, if it was refused. */
  text?: string;
  /** An account, or nobody: as chosen, if somebody else has assigned the deadline meanwhile. */
  wished?: string;
  problems: readonly Problem[];
}

export function DeadlineWorkView(props: ViewProps) {
  const { page, ref, deadline, dossier, schemes, assignment, problems } = props;
  const { language } = page;
  const words = phrases(language).console.deadlineWork;
  const { states } = phrases(language).console.frame.deadline;
  return (
    <>
      <DoneNote page={page} words={words.done} />
      <Problems page={page} problems={problems} labels={{ text: words.write, account: words.assignee }} />
      {props.wished === undefined ? null : (
        <Meanwhile page={page} now={[[words.assignee, <AssigneeText page={page} assignment={assignment} />]]} />
      )}
      <Facts
        facts={[
          [
            words.dossier,
            <a href={`/dossiers/${ref.dossier}#deadlines`}>{dossierTitle(dossier, schemes, language)}</a>,
          ],
          [
            words.due,
            <>
              <DateText page={page} date={deadline.due} /> <span class="soft">({whenDue(deadline, language)})</span>
            </>,
          ],
          [words.state, <Badge tone={deadline.state === 'missed' ? 'bad' : 'plain'}>{states[deadline.state]}</Badge>],
          [words.assignee, <AssigneeText page={page} assignment={assignment} />],
        ]}
      />
      {may(page, 'record') ? <AssignForm {...props} /> : null}
      <Comments {...props} />
      <p>
        <a href="/deadlines">{words.all}</a>
      </p>
    </>
  );
}

function AssigneeText({ page, assignment }: Pick<ViewProps, 'page' | 'assignment'>) {
  const words = phrases(page.language).console.deadlineWork;
  if (!assignment) return <>{words.nobody}</>;
  return (
    <>
      {nameOfActor(page, `account:${assignment.account}`)}{' '}
      <span class="soft small">
        ({words.assignedBy(nameOfActor(page, assignment.assignedBy))},{' '}
        <Timestamp page={page} at={assignment.assignedAt} />)
      </span>
    </>
  );
}

function AssignForm({ page, ref, assignment, people, problems, wished }: ViewProps) {
  const words = phrases(page.language).console.deadlineWork;
  const { account } = callerOf(page);
  const isMine = assignment?.account === account;
  if (people.length === 0) return <p class="soft">{words.noAccounts}</p>;
  const options = people.map(({ id, name }) => ({ value: id, label: name }));
  const action = `/dossiers/${ref.dossier}/deadline/assign`;
  const seen = [
    ['key', ref.deadline],
    ['was', assignment?.account ?? ''],
  ] as const;
  return (
    <div class="row">
      <Form page={page} action={action} class="row">
        <Hidden fields={seen} />
        <Field page={page} name="account" label={words.assignee} hint={words.assignHint} problems={problems}>
          {(input) => (
            <Choice
              {...input}
              chosen={wished ?? assignment?.account}
              options={[{ value: '', label: words.nobody }, ...options]}
            />
          )}
        </Field>
        <p class="field">
          <button class="second">{words.assign}</button>
        </p>
      </Form>
      {isMine || !people.some(({ id }) => id === account) ? null : (
        <Form page={page} action={action}>
          <Hidden fields={[...seen, ['account', account ?? '']]} />
          <button class="second">{words.takeOver}</button>
        </Form>
      )}
    </div>
  );
}

function Comments(props: ViewProps) {
  const { page, ref, comments, idempotencyKey, text = '', problems } = props;
  const words = phrases(page.language).console.deadlineWork;
  return (
    <Section id="comments" title={words.comments}>
      {comments.length === 0 ? <p class="empty">{words.noComment}</p> : null}
      {comments.map((comment) => (
        <Comment key={comment.id} page={page} comment={comment} />
      ))}
      {may(page, 'record') ? (
        <Form page={page} action={`/dossiers/${ref.dossier}/deadline/comment`} class="stacked">
          <Hidden
            fields={[
              ['key', ref.deadline],
              ['idempotencyKey', idempotencyKey],
            ]}
          />
          <Field page={page} name="text" label={words.write} hint={words.writeHint} required problems={problems}>
            {(input) => (
              <textarea {...input} required rows={4} maxLength={4000}>
                {text}
              </textarea>
            )}
          </Field>
          <p>
            <button>{words.send}</button>
          </p>
        </Form>
      ) : null}
    </Section>
  );
}

function Comment({ page, comment }: { page: PageContext; comment: DeadlineComment }) {
  const words = phrases(page.language).console.deadlineWork;
  const { id, dossier, deadline, author, text, createdAt } = comment;
  return (
    <article class="card">
      <p class="small">
        <strong>{nameOfActor(page, author)}</strong>, <Timestamp page={page} at={createdAt} />
      </p>
      {text === null ? <p class="soft">{words.removed}</p> : <p class="written">{text}</p>}
      {text !== null && may(page, 'record') && mayDelete(author, callerOf(page)) ? (
        <Form page={page} action={`/dossiers/${dossier}/deadline/delete`}>
          <Hidden
            fields={[
              ['key', deadline],
              ['comment', id],
            ]}
          />
          <button class="quiet">
            {words.remove}
            <span class="unseen"> ({nameOfActor(page, author)})</span>
          </button>
        </Form>
      ) : null}
    </article>
  );
}
