import { type Problem, type Refusal } from '#domain/refusal.js';
import type { Register } from '#domain/register/register.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#language/format.js';
import { phrases, say } from '#language/phrases.js';
import type { ReadingAttempt } from '#registers/attempts.js';
import { Form, Problems, RefusalNote } from '../frame/controls.js';
import { DateText, DoneNote, Facts, Section, Timestamp } from '../frame/display.js';
import type { SubjectsOf } from '../activity/activity-subjects.js';
import { StatusTable } from '../approvals/approval-view.js';
import { UnsavedText } from '../frame/meanwhile.js';
import { addressOf, may, nameOfActor, type PageContext } from '../frame/page.js';
import { Differences, FigureList, Unreadable } from './differences.js';
import { holdSentences } from './holds.js';
import { ReasonField } from './reason.js';
import { StateBadge } from './readings.js';
import { Address } from './register-view.js';

interface Props {
  page: PageContext;
  register: Register;
  scheme: Scheme | undefined;
  schemes: Schemes;
  subjects: SubjectsOf;
  attempt: ReadingAttempt;
  number: number;
  /** As typed, when a decision was refused. */
  reason?: string;
  problems?: readonly Problem[];
  refused?: Refusal | undefined;
}

/** The page of a reading: what it found, why it is on hold, and the decision on it. */
export function ReadingContent(props: Props) {
  const { page, register, scheme, attempt, number, reason = '', problems = [], refused } = props;
  const { reading, decide } = phrases(page.language).console.readings;
  const { accepted, discarded, heldNow: held } = reading;
  const { figures, differences, unreadable, state } = attempt;
  return (
    <>
      <DoneNote page={page} words={{ accepted, discarded, held }} />
      <Problems page={page} problems={problems} labels={{ reason: decide.reason }} />
      <RefusalNote page={page} refused={refused} />
      {state === 'held' ? null : <UnsavedText page={page} text={reason} />}
      <Explanation page={page} attempt={attempt} register={register} />
      {state === 'held' ? <Held {...props} /> : null}
      <AttemptFacts page={page} attempt={attempt} register={register} />
      {figures && state !== 'same' ? (
        <>
          <Section id="figures" title={reading.figures}>
            <FigureList page={page} figures={figures} />
          </Section>
          <Unreadable page={page} total={figures.unreadable} unreadable={unreadable} />
          <Differences {...{ page, scheme, figures, differences, number }} />
        </>
      ) : null}
      <p>
        <a href={addressOf(page, `/registers/${register.slug}`)}>{reading.back}</a>
      </p>
    </>
  );
}

/** For an attempt that recorded nothing: why. */
function Explanation({ page, attempt, register }: Pick<Props, 'page' | 'attempt' | 'register'>) {
  const { reading: words } = phrases(page.language).console.readings;
  const { state, problem, event, progress } = attempt;
  switch (state) {
    case 'applying':
      return (
        <div class="note">
          <p role="status">{words.running}</p>
          {progress ? <p>{words.runningProgress(progress.staged, progress.events)}</p> : null}
        </div>
      );
    case 'same':
      return (
        <p class="note">
          {words.same}{' '}
          {event === null ? null : (
            <a href={addressOf(page, `/registers/${register.slug}/readings/${event}`)}>{words.earlier}</a>
          )}
        </p>
      );
    case 'refused':
    case 'failed': {
      const text = state === 'failed' && attempt.how === 'fetch' ? words.notFetched : words[state];
      return (
        <div class="note error">
          <p>{text}</p>
          {problem ? <ProblemList page={page} why={problem} /> : null}
        </div>
      );
    }
    case 'recorded':
    case 'held':
    case 'discarded':
      return null;
  }
}

type Why = NonNullable<ReadingAttempt['problem']>;

/** The cause, and each field that is wrong. */
export function ProblemList({ page, why: { why, problems } }: { page: PageContext; why: Why }) {
  const isOnlyOne = problems.length === 1 && problems[0]?.code === why.code;
  return (
    <>
      <p>{capitalized(say(why, page.language))}.</p>
      {isOnlyOne || problems.length === 0 ? null : (
        <ul>
          {problems.map((problem) => (
            <li key={JSON.stringify(problem)}>
              <code>{problem.field}</code> {say(problem, page.language)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Why the reading is on hold, and the form to decide on it. */
function Held({ page, register, attempt, subjects, schemes, reason = '', problems = [] }: Props) {
  const { why, decide } = phrases(page.language).console.readings;
  const { slug } = register;
  const isOlder = attempt.holds.includes('older');
  return (
    <Section id="held" title={why.title} class="note warn">
      <ul>
        {holdSentences(attempt, register, page).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {isOlder ? null : <p>{why.check}</p>}
      {attempt.preview ? <StatusTable {...{ page, subjects, schemes }} changes={attempt.preview.changes} /> : null}
      {may(page, 'record') ? (
        <Form page={page} action={addressOf(page, `/registers/${slug}/readings/${attempt.id}`)} class="stacked">
          {attempt.preview ? <input type="hidden" name="preview" value={attempt.preview.id} /> : null}
          <ReasonField {...{ page, reason, problems }} />
          <p class="actions">
            {isOlder ? null : (
              <button name="decision" value="accept">
                {decide.accept}
              </button>
            )}
            <button class="danger" name="decision" value="discard">
              {decide.discard}
            </button>
          </p>
        </Form>
      ) : null}
    </Section>
  );
}

/** By whom is shown to signed-in users only. */
function AttemptFacts({ page, attempt, register }: Pick<Props, 'page' | 'attempt' | 'register'>) {
  const { reading: words } = phrases(page.language).console.readings;
  const { how: ways } = phrases(page.language).console.registers;
  const { state, day, at, actor, how, address, sha256, decided } = attempt;
  const by = (name: string): string => (page.caller ? ` ${words.by} ${nameOfActor(page, name)}` : '');
  return (
    <Facts
      facts={[
        [words.result, <StateBadge page={page} state={state} />],
        [words.day, day === null ? undefined : <DateText page={page} date={day} />],
        [
          words.at,
          <>
            <Timestamp page={page} at={at} />
            {by(actor)}
          </>,
        ],
        [words.how, ways[how]],
        [words.address, address === null ? undefined : <Address url={address} />],
        [
          words.document,
          sha256 === null || !may(page, 'read') ? undefined : (
            <a href={addressOf(page, `/registers/${register.slug}/readings/${attempt.id}/document`)} download>
              {words.download}
            </a>
          ),
        ],
        [words.digest, sha256 === null ? undefined : <code>{sha256}</code>],
        [
          decided ? words.decided[decided.decision] : '',
          decided ? (
            <>
              <Timestamp page={page} at={new Date(decided.at)} />
              {by(decided.by)}
            </>
          ) : undefined,
        ],
        [words.reason, decided?.reason],
      ]}
    />
  );
}
