import { ACTS, LEDGER_ACTS, SOMEBODY } from '#activity/acts.js';
import type { DoneAct } from '#activity/list-activity.js';
import type { Problem } from '#domain/refusal.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { Choice, Field } from '../frame/controls.js';
import { MaybeLink, Table, Timestamp } from '../frame/display.js';
import { currentUrlWith, nameOfActor, type PageContext } from '../frame/page.js';
import { CursorPager } from '../frame/pagers.js';
import type { AskedActivity } from './activity.controller.js';
import type { SubjectsOf } from './activity-subjects.js';

interface Props {
  page: PageContext;
  asked: AskedActivity;
  /** Accounts that are not erased. */
  people: readonly { id: string; name: string }[];
  subjects: SubjectsOf;
  items: readonly DoneAct[];
  next: string | null;
  total: number;
  problems: readonly Problem[];
}

export function ActivityView(props: Props) {
  const { page, items, next, total, subjects } = props;
  const t = phrases(page.language).console.activity;
  const { pathname, search } = new URL(currentUrlWith(page, { cursor: undefined }), 'http://here');
  return (
    <>
      <p>{t.intro}</p>
      <Filter {...props} />
      {items.length === 0 ? (
        <p class="empty">{t.empty}</p>
      ) : (
        <>
          <p>
            <a href={`${pathname}.csv${search}`}>{t.csv}</a>
          </p>
          <Table isMain label={t.title} columns={[t.column.at, t.column.who, t.column.act, t.column.what]}>
            {items.map((one) => (
              <Line key={`${one.event?.id ?? one.mark.ordinal}`} {...{ page, one, subjects }} />
            ))}
          </Table>
        </>
      )}
      <CursorPager
        {...{ page, next, total }}
        cursor="cursor"
        words={{ first: t.newest, next: t.older }}
        shown={items.length}
      />
    </>
  );
}

function Filter({ page, asked, people, problems }: Props) {
  const t = phrases(page.language).console.activity;
  const persons = [
    { value: '', label: t.everybody },
    ...people.map(({ id, name }) => ({ value: `account:${id}`, label: name })),
  ];
  const { who } = asked;
  if (who !== undefined && !persons.some(({ value }) => value === who))
    persons.push({ value: who, label: nameShown(page, who) });
  const acts = [...LEDGER_ACTS, ...ACTS].map((value) => ({ value, label: t.acts[value] }));
  return (
    <form class="filters" method="get" action="/activity" aria-label={t.filter}>
      <div class="row">
        <Field page={page} name="who" label={t.column.who}>
          {(input) => <Choice {...input} chosen={who} options={persons} />}
        </Field>
        <Field page={page} name="act" label={t.column.act}>
          {(input) => <Choice {...input} chosen={asked.act} options={[{ value: '', label: t.everyAct }, ...acts]} />}
        </Field>
        <Field page={page} name="since" label={t.since}>
          {(input) => <input {...input} type="date" value={asked.since} />}
        </Field>
        <Field page={page} name="until" label={t.until}>
          {(input) => <input {...input} type="date" value={asked.until} />}
        </Field>
        <Field page={page} name="about" label={t.about} hint={t.aboutHint} problems={problems}>
          {(input) => <input {...input} value={asked.about} maxLength={200} />}
        </Field>
        <p class="field">
          <button>{t.apply}</button>
        </p>
      </div>
    </form>
  );
}

function Line({ page, one, subjects }: Pick<Props, 'page' | 'subjects'> & { one: DoneAct }) {
  const t = phrases(page.language).console.activity;
  const { events } = phrases(page.language);
  const { at, actor, act, about, event, details } = one;
  const subject = about === null ? undefined : subjects(about);
  const isOnTimeline = event && /^(?:dossier|provider)-/.test(about ?? '');
  const href = isOnTimeline ? `${subject?.href ?? ''}?event=${event.id}` : subject?.href;
  const told = Object.entries(details).map(([name, value]) => detail(page, name, value));
  return (
    <tr>
      <th scope="row">
        <Timestamp page={page} at={at} />
      </th>
      <td data-label={t.column.who}>
        <a href={currentUrlWith(page, { who: actorReference(actor), cursor: undefined })}>{nameShown(page, actor)}</a>
      </td>
      <td data-label={t.column.act}>{t.acts[act]}</td>
      <td data-label={t.column.what}>
        {event ? `${capitalized(events.types[event.type].name)} · ` : null}
        {subject ? <MaybeLink href={href}>{subject.name}</MaybeLink> : null}
        {told.length > 0 ? <div class="small">{told.join(' · ')}</div> : null}
        {about === null ? null : (
          <div class="small">
            <a class="choice" href={currentUrlWith(page, { about, cursor: undefined })}>
              {t.same}
            </a>
          </div>
        )}
      </td>
    </tr>
  );
}

function nameShown(page: PageContext, actor: string): string {
  const t = phrases(page.language).console.activity;
  return actor === SOMEBODY ? t.somebody : nameOfActor(page, actor);
}

/** Of a person whatever the key, or of a key without one; other actors are not filtered by. */
const actorReference = (actor: string): string | undefined =>
  /^(?:account|key):\S+/.exec(actor)?.[0] ?? (actor === SOMEBODY ? actor : undefined);

function detail(page: PageContext, name: string, value: unknown): string {
  const { details, values } = phrases(page.language).console.activity as unknown as Record<
    'details' | 'values',
    Partial<Record<string, string>>
  >;
  const said = (one: unknown) => values[String(one)] ?? String(one);
  const label = details[name];
  const texts = Array.isArray(value) ? value.map(said) : name === 'filter' ? filtersIn(String(value)) : [said(value)];
  const text = texts.join(', ');
  return label === undefined ? text : phrases(page.language).console.activity.detail(label, text);
}

const filtersIn = (query: string): string[] =>
  [...new URLSearchParams(query)].map(([name, value]) => `${name}=${value}`);
