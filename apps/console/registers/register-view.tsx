import { reason } from '#domain/refusal.js';
import type { Match } from '#domain/register/register-record.js';
import type { Register } from '#domain/register/register.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { isWebAddress } from '#domain/text/text.js';
import { statusWord, schemeName } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import type { AttemptSummary } from '#registers/attempts.js';
import type { AttemptPage } from '#registers/get-reading.js';
import type { RegisterView } from '#registers/get-register.js';
import type { EntryPage, EntryView } from '#registers/list-entries.js';
import type { Proposal } from '#registers/list-proposals.js';
import { ChoiceField, Field, Hidden, Failed, Form } from '../frame/controls.js';
import { Toolbar } from '../frame/toolbar.js';
import { DateText, Section, DoneNote, Facts, SchemeText, More, Timestamp } from '../frame/display.js';
import { Badge, type Tone } from '../frame/marks.js';
import { Table, CursorPager } from '../frame/table.js';
import { followDone } from '../frame/page-head.js';
import { addressOf, currentUrlWith, type PageContext, may, nameOfActor } from '../frame/page.js';
import { Chart } from './chart.js';
import { holdSentences, Listed } from './differences.js';
import type { RegisterAsked } from './registers.controller.js';

interface RegisterData {
  view: RegisterView;
  asked: RegisterAsked;
  schemes: Schemes;
  attempts: AttemptPage;
  held: readonly AttemptSummary[];
  /** Absent: nobody, or not to be shown. */
  lastActor: string | undefined;
  entries: EntryPage;
  proposals: readonly Proposal[];
  names: ReadonlyMap<string, string>;
}

/** The page of a register: what needs attention first, then its readings and entries. */
export function RegisterContent({
  page,
  data,
  answered,
}: {
  page: PageContext;
  data: RegisterData;
  /** What somebody else has answered about a name meanwhile. */
  answered: Match | undefined;
}) {
  const words = phrases(page.language).console.registers;
  const { view, schemes, held, attempts, proposals } = data;
  const { slug, scheme, staleAfterDays } = view.register;
  const isRead = view.lastRead !== null;
  return (
    <>
      <DoneNote page={page} words={{ matched: words.proposals.matched, ...followDone(page) }} />
      {answered ? (
        <Failed tone="warn">
          <p>{words.proposals.answered(answered.name, answered.provider === null ? 'other' : 'same')}</p>
        </Failed>
      ) : null}
      {isRead && view.stale ? <p class="note warn">{words.staleNote(staleAfterDays)}</p> : null}
      {isRead ? null : <p class="note">{words.neverNote}</p>}
      {may(page, 'record') ? (
        <p class="no-print">
          <a class="button" href={addressOf(page, `/registers/${slug}/read`)}>
            {words.read}
          </a>
        </p>
      ) : null}
      <HeldReadings page={page} view={view} held={held} />
      <RegisterFacts page={page} data={data} />
      <Proposals page={page} register={slug} proposals={proposals} names={data.names} />
      <Chart page={page} register={slug} readings={view.readings} />
      <Readings page={page} register={slug} attempts={attempts} />
      <Entries page={page} register={slug} scheme={schemes.get(scheme)} asked={data.asked} found={data.entries} />
      <Profile page={page} view={view} />
      {may(page, 'record') ? (
        <Section id="follow" class="no-print" title={words.follow.title}>
          <p>{words.follow.text}</p>
          <p>
            <a href={addressOf(page, '/subscribers/new')}>{words.follow.link}</a>
          </p>
        </Section>
      ) : null}
    </>
  );
}

function RegisterFacts({ page, data: { view, schemes, lastActor } }: { page: PageContext; data: RegisterData }) {
  const { language } = page;
  const { facts, never } = phrases(language).console.registers;
  const { register, lastRead, entries } = view;
  const { scheme, publisher, url, everyHours, limits, staleAfterDays } = register;
  return (
    <Facts
      facts={[
        [
          facts.lastRead,
          lastRead === null ? (
            never
          ) : (
            <>
              <DateText page={page} date={lastRead} />
              {lastActor === undefined ? null : ` ${facts.lastReadBy(nameOfActor(page, lastActor))}`}
            </>
          ),
        ],
        [facts.entries, entries?.toLocaleString(language)],
        [
          facts.scheme,
          <a href={addressOf(page, `/schemes/${encodeURIComponent(scheme)}`)}>
            {schemeName(scheme, schemes, language)}
          </a>,
        ],
        [facts.publisher, publisher],
        [facts.page, url === undefined ? undefined : <Address url={url} />],
        [facts.fetch, everyHours === undefined ? facts.fetchNever : facts.fetchEvery(everyHours)],
        [facts.staleAfter, facts.staleText(staleAfterDays)],
        [facts.limits, facts.limitsText(limits.gonePercent, limits.movedPercent)],
      ]}
    />
  );
}

export const Address = ({ url }: { url: string }) =>
  isWebAddress(url) ? (
    <a href={url} rel="noopener noreferrer external">
      {url}
    </a>
  ) : (
    <>{url}</>
  );

function Profile({ page, view: { register, builtIn } }: { page: PageContext; view: RegisterView }) {
  const { profile } = phrases(page.language).console.registers;
  return (
    <Section id="profile" title={profile.title}>
      <p>{builtIn ? profile.builtIn : profile.published}</p>
      {register.notes.length === 0 ? null : (
        <>
          <h3>{profile.notes}</h3>
          <ul>
            {register.notes.map((note) => (
              <li>
                <SchemeText page={page} text={note} />
              </li>
            ))}
          </ul>
        </>
      )}
      <details>
        <summary>{profile.data}</summary>
        <pre tabIndex={0}>{JSON.stringify(register, null, 2)}</pre>
      </details>
    </Section>
  );
}

interface Props {
  page: PageContext;
  register: string;
  scheme: Scheme | undefined;
  asked: RegisterAsked;
  found: EntryPage;
}

function Entries({ page, register, scheme, asked, found }: Props) {
  const { entries: words } = phrases(page.language).console.registers;
  const isNarrowed = asked.search !== undefined || asked.listing !== undefined || asked.after !== undefined;
  if (found.entries.length + found.unreadable.length === 0 && !isNarrowed) return null;
  return (
    <Section id="entries" title={words.title}>
      <Search {...{ page, register, scheme, asked }} />
      {found.entries.length + found.unreadable.length === 0 ? (
        <p class="empty">
          {words.noMatch}{' '}
          <a href={`${currentUrlWith(page, { search: undefined, listing: undefined, after: undefined })}#entries`}>
            {words.all}
          </a>
        </p>
      ) : (
        <Table
          isMain
          caption={words.caption}
          columns={[words.service, { nowrap: words.entry }, words.stage, { nowrap: words.since }]}
          rows={found.entries.map((entry) => lineOf({ page, scheme, entry }))}
        >
          {found.unreadable.map(({ entry, dossier }) => (
            <tr>
              <td colSpan={4}>
                <code>{entry}</code> {say(reason('entry-unreadable', { dossier }), page.language)}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <CursorPager page={page} cursor="after" next={found.next} words={{ first: words.first, next: words.next }} />
    </Section>
  );
}

function Search({ page, register, scheme, asked }: Omit<Props, 'found'>) {
  const { entries: words } = phrases(page.language).console.registers;
  const { listings } = phrases(page.language).events;
  const options = [
    { value: '', label: words.any },
    { value: 'granted', label: capitalized(statusWord('granted', scheme, page.language)) },
    { value: 'in-progress', label: capitalized(listings['in-progress']) },
    { value: 'absent', label: capitalized(listings.absent) },
  ];
  return (
    <Toolbar page={page} action={`/registers/${register}#entries`} role="search" label={words.find} go={words.find}>
      <Field page={page} name="search" label={words.search}>
        {(input) => <input {...input} type="search" value={asked.search} maxLength={200} />}
      </Field>
      <ChoiceField page={page} name="listing" label={words.listing} chosen={asked.listing} options={options} />
    </Toolbar>
  );
}

function lineOf({ page, scheme, entry }: Pick<Props, 'page' | 'scheme'> & { entry: EntryView }) {
  const { dossier, provider, service, listing, milestone, level, since } = entry;
  const as = { listing, milestone: milestone ?? undefined, level: level ?? undefined };
  return [
    <a href={addressOf(page, `/dossiers/${dossier}`)}>
      {[provider.name, ...((service ?? '') ? [service] : [])].join(', ')}
    </a>,
    <code>{entry.entry}</code>,
    <Listed page={page} scheme={scheme} as={as} />,
    <DateText page={page} date={since} />,
  ];
}

const MOST = 10;

interface ProposalsProps {
  page: PageContext;
  register: string;
  proposals: readonly Proposal[];
  /** Of the providers that the entries belong to, by id. */
  names: ReadonlyMap<string, string>;
}

/** Providers of the register whose name is like another one on record: a question to the officer. */
function Proposals({ page, register, proposals, names }: ProposalsProps) {
  const words = phrases(page.language).console.registers.proposals;
  if (proposals.length === 0) return null;
  const columns = [words.name, { number: words.entries }, words.provider, words.candidate, { act: words.answer }];
  return (
    <Section id="proposals" title={words.title}>
      <p>{words.text}</p>
      <Table
        caption={words.caption}
        columns={columns}
        rows={proposals.slice(0, MOST).map((proposal) => questionOf({ page, register, proposal, names }))}
      />
      <More page={page} count={proposals.length - MOST} />
    </Section>
  );
}

interface QuestionProps extends Omit<ProposalsProps, 'proposals'> {
  proposal: Proposal;
}

function questionOf({ page, register, proposal: { name, entries, provider, candidate }, names }: QuestionProps) {
  const words = phrases(page.language).console.registers.proposals;
  return [
    name,
    entries,
    <a href={addressOf(page, `/providers/${provider}`)}>{names.get(provider) ?? name}</a>,
    <a href={addressOf(page, `/providers/${candidate.id}`)}>{candidate.name}</a>,
    may(page, 'record') ? (
      <Form page={page} action={addressOf(page, `/registers/${register}/matches`)} class="actions">
        <Hidden
          fields={[
            ['name', name],
            ['candidate', candidate.id],
          ]}
        />
        <button class="second" name="answer" value="same">
          {words.same}
          <span class="unseen">{` (${name}, ${candidate.name})`}</span>
        </button>
        <button class="second" name="answer" value="other">
          {words.other}
          <span class="unseen">{` (${name}, ${candidate.name})`}</span>
        </button>
      </Form>
    ) : (
      words.unanswered
    ),
  ];
}

const TONES: Record<AttemptSummary['state'], Tone> = {
  applying: 'warn',
  recorded: 'good',
  held: 'warn',
  discarded: 'plain',
  same: 'plain',
  refused: 'bad',
  failed: 'bad',
};

export const StateBadge = ({ page, state }: { page: PageContext; state: AttemptSummary['state'] }) => (
  <Badge tone={TONES[state]}>{phrases(page.language).console.registers.states[state]}</Badge>
);

const HELD_SHOWN = 10;

interface HeldProps {
  page: PageContext;
  view: RegisterView;
  held: readonly AttemptSummary[];
}

function HeldReadings({ page, view, held }: HeldProps) {
  const { onHold } = phrases(page.language).console.registers;
  if (held.length === 0) return null;
  const shown = held.slice(0, HELD_SHOWN);
  return (
    <Section id="held" title={onHold.title} class="note warn">
      <p>{onHold.text}</p>
      <HeldList page={page} register={view.register} held={shown} />
      <More page={page} count={view.held - shown.length} />
    </Section>
  );
}

interface HeldListProps {
  page: PageContext;
  register: Register;
  held: readonly AttemptSummary[];
}

export function HeldList({ page, register, held }: HeldListProps) {
  const { onHold } = phrases(page.language).console.registers;
  return (
    <ul class="spaced">
      {held.map((attempt) => (
        <li>
          <strong>{onHold.of(attempt.day === null ? '' : writtenDate(attempt.day, page.language))}</strong>
          {colon(page.language)}
          {holdSentences(attempt, register, page).join(' ')}{' '}
          <a href={addressOf(page, `/registers/${register.slug}/readings/${attempt.id}`)}>{onHold.review}</a>
        </li>
      ))}
    </ul>
  );
}

interface ReadingsProps {
  page: PageContext;
  register: string;
  attempts: AttemptPage;
}

function Readings({ page, register, attempts: { readings, next } }: ReadingsProps) {
  const { readings: words } = phrases(page.language).console.registers;
  return (
    <Section id="readings" title={words.title}>
      <Table
        caption={words.caption}
        columns={[words.day, words.state, words.figures, words.at, words.how]}
        rows={readings.map((attempt) => attemptOf({ page, register, attempt }))}
        empty={words.none}
      />
      <CursorPager page={page} cursor="reading" next={next} words={{ first: words.newest, next: words.older }} />
    </Section>
  );
}

function attemptOf({ page, register, attempt }: { page: PageContext; register: string; attempt: AttemptSummary }) {
  const words = phrases(page.language).console.registers;
  const { id, day, state, figures, at, how } = attempt;
  return [
    <a href={addressOf(page, `/registers/${register}/readings/${id}`)}>
      {day === null ? <Timestamp page={page} at={at} /> : <DateText page={page} date={day} />}
    </a>,
    <StateBadge page={page} state={state} />,
    figures && state !== 'same' ? words.changes(figures) : null,
    <Timestamp page={page} at={at} />,
    words.how[how],
  ];
}
