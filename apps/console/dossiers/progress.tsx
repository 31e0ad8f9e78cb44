import { addDays, later } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import type { DossierView } from '#domain/dossier/standing.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { milestoneName } from '#language/describe-standing.js';
import { capitalized, typeset, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { DateText, MaybeLink, Section, type Axis, axisOver } from '../frame/display.js';
import { Badge } from '../frame/marks.js';
import { Table } from '../frame/table.js';
import type { PageContext } from '../frame/page.js';
import { type SectionProps, SourceOfEvent } from './sections.js';

type Target = DossierView['targets'][number];

/** Targets shown, latest first. */
const MOST = 16;

/** Announced target dates and their delays: a plot and the same data as a table. */
export function Targets({ page, view, scheme, eventOf, hrefOf }: SectionProps) {
  const words = phrases(page.language).console.dossiers.targets;
  if (view.targets.length === 0) return null;
  const shown = view.targets.slice(-MOST);
  const more = view.targets.length - shown.length;
  const nameOf = (code: string): string => milestoneName(code, scheme, page.language);
  return (
    <Section id="targets" title={words.title}>
      <TargetPlot page={page} targets={shown} nameOf={nameOf} />
      <Table
        caption={words.caption}
        columns={[words.milestone, words.announced, words.due, words.word, words.outcome]}
        rows={shown.map((target) => [
          <MaybeLink href={hrefOf(target.event)}>{nameOf(target.milestone)}</MaybeLink>,
          <DateText page={page} date={target.announced} />,
          <DateText page={page} date={target.due} />,
          <SourceOfEvent page={page} event={eventOf(target.event)} />,
          outcomeOf(page, target),
        ])}
      />
      {more > 0 ? <p class="soft">{words.more(more)}</p> : null}
    </Section>
  );
}

function outcomeOf({ language }: PageContext, { reached, slipDays }: Target): string {
  const words = phrases(language).console.dossiers.targets;
  const attained = reached === null ? words.notReached : words.reached(writtenDate(reached, language));
  if (slipDays > 0) return `${words.late(slipDays)}, ${attained}`;
  return `${attained}, ${reached === null ? words.ahead : words.onTime}`;
}

interface PlotProps {
  page: PageContext;
  targets: readonly Target[];
  nameOf: (code: string) => string;
}

const ROW = 64;
const FOOT = 34;

/** Horizontal positions in percent, so that text keeps its size on narrow screens. */
function TargetPlot({ page, targets, nameOf }: PlotProps) {
  const words = phrases(page.language).console.dossiers.targets;
  const { asOf } = page.at;
  const days = targets.flatMap(({ announced, due, reached }) => [earliest(announced), latest(due), reached ?? asOf]);
  const axis = axisOver([...days, asOf]);
  const bottom = targets.length * ROW;
  return (
    <figure class="plot">
      <svg width="100%" height={bottom + FOOT} role="img" aria-labelledby="slips-title slips-how">
        <title id="slips-title">{words.plotTitle}</title>
        <desc id="slips-how">{words.plotHow}</desc>
        <Years axis={axis} bottom={bottom} />
        <line class="today" x1={axis.at(asOf)} x2={axis.at(asOf)} y1={0} y2={bottom} />
        {targets.map((target, index) => (
          <Row {...{ page, target, axis, nameOf }} top={index * ROW} />
        ))}
      </svg>
      <figcaption class="soft small">
        {words.plotHow} {words.today(writtenDate(asOf, page.language))}
      </figcaption>
    </figure>
  );
}

function Years({ axis, bottom }: { axis: Axis; bottom: number }) {
  return (
    <>
      <line class="axis" x1="0%" x2="100%" y1={bottom + 4} y2={bottom + 4} />
      {axis.years.map(({ year, day }) => (
        <g>
          <line class="axis" x1={axis.at(day)} x2={axis.at(day)} y1={0} y2={bottom + 8} />
          <text x={axis.at(day)} y={bottom + 24} text-anchor="middle">
            {year}
          </text>
        </g>
      ))}
    </>
  );
}

function Row({
  page,
  target,
  axis,
  nameOf,
  top,
}: Pick<PlotProps, 'page' | 'nameOf'> & { target: Target; axis: Axis; top: number }) {
  const { language, at } = page;
  const words = phrases(language).console.dossiers.targets;
  const { milestone, announced, due, reached, slipDays } = target;
  const middle = top + 48;
  const first = earliest(due);
  const end = addDays(latest(due), 1);
  const label = words.plot(nameOf(milestone), writtenDate(due, language));
  return (
    <g>
      <text x="0%" y={top + 16}>
        {label}
      </text>
      <text class="soft" x="0%" y={top + 34}>
        {slipDays > 0 ? words.late(slipDays) : reached === null ? words.ahead : words.onTime}
      </text>
      <line class="wait" x1={axis.at(earliest(announced))} x2={axis.at(first)} y1={middle} y2={middle} />
      {slipDays > 0 ? (
        <line class="slip" x1={axis.at(end)} x2={axis.at(later(end, reached ?? at.asOf))} y1={middle} y2={middle} />
      ) : null}
      <rect class="due" x={axis.at(first)} width={axis.width(first, end)} y={middle - 7} height={14} />
      <circle class="said" cx={axis.at(earliest(announced))} cy={middle} r={5} />
      {reached === null ? null : <Diamond x={axis.at(reached)} y={middle} />}
    </g>
  );
}

/** Nested SVG, because paths cannot be placed in percent. */
const Diamond = ({ x, y }: { x: string; y: number }) => (
  <svg x={x} y={y} width="1" height="1" overflow="visible">
    <path class="reached" d="M0-7 7 0 0 7-7 0Z" />
  </svg>
);

type Milestone = Scheme['milestones'][number];

export function Stages(props: SectionProps) {
  const { page, scheme } = props;
  const words = phrases(page.language).console.dossiers.stages;
  if (!scheme || scheme.milestones.length === 0) return null;
  return (
    <Section id="stages" title={words.title}>
      <ol class="ladder">
        {scheme.milestones.map((milestone, index) => (
          <StageLine milestone={milestone} index={index} {...props} />
        ))}
      </ol>
    </Section>
  );
}

function StageLine({ milestone, index, ...props }: SectionProps & { milestone: Milestone; index: number }) {
  const { page, view, scheme } = props;
  const { language } = page;
  const words = phrases(language).console.dossiers.stages;
  const isHere = view.stage?.milestone === milestone.code;
  const state = stepState({ view, scheme, milestone, index });
  const means = milestone.means?.[language];
  return (
    <li class={isHere ? `${state} here` : state} {...(isHere && { 'aria-current': 'step' })}>
      <p>
        <strong>{milestone.code}</strong> {capitalized(typeset(milestone.name[language], language))}{' '}
        {isHere ? <Badge tone="warn">{words.here}</Badge> : null}
      </p>
      <Attained milestone={milestone} index={index} {...props} />
      {means === undefined ? null : (
        <p class="soft small">
          {typeset(means, language)}
          {milestone.isNot ? ` ${typeset(words.isNot(milestone.isNot[language]), language)}` : ''}
        </p>
      )}
    </li>
  );
}

type Step = Pick<SectionProps, 'view' | 'scheme'> & { milestone: Milestone; index: number };

/** How its mark looks: filled with a check mark, an outlined check mark, a dash, or an empty circle. */
function stepState({ view, scheme, milestone, index }: Step): 'confirmed' | 'claimed' | 'skipped' | 'missing' {
  const reached = view.milestones.find((one) => one.milestone === milestone.code);
  if (reached) return reached.confirmed ? 'confirmed' : 'claimed';
  const grants = grantsOf(view);
  if (milestone.gives === 'granted' && grants.length > 0)
    return grants.some(({ confirmed }) => confirmed) ? 'confirmed' : 'claimed';
  return isPassed({ view, scheme, index }) ? 'skipped' : 'missing';
}

const grantsOf = ({ grants }: DossierView) =>
  grants.filter(({ state }) => state !== 'refuted' && state !== 'not-yet-valid');

/** Whether a later milestone is reached. */
function isPassed({ view, scheme, index }: Omit<Step, 'milestone'>): boolean {
  const furthest = view.milestones.at(-1)?.milestone;
  return scheme !== undefined && scheme.milestones.findIndex(({ code }) => code === furthest) > index;
}

/** Reached, targeted, skipped or not reached. */
function Attained({
  page,
  view,
  scheme,
  eventOf,
  hrefOf,
  milestone,
  index,
}: SectionProps & { milestone: Milestone; index: number }) {
  const words = phrases(page.language).console.dossiers.stages;
  const reached = view.milestones.find((one) => one.milestone === milestone.code);
  if (reached)
    return (
      <p>
        <MaybeLink href={hrefOf(reached.event)}>{words.reached}</MaybeLink>{' '}
        <DateText page={page} date={reached.occurred} /> <SourceOfEvent page={page} event={eventOf(reached.event)} />
      </p>
    );
  const grants = grantsOf(view);
  if (milestone.gives === 'granted' && grants.length > 0)
    return <p>{grants.some(({ confirmed }) => confirmed) ? words.byGrant : words.byClaim}</p>;
  const target = view.targets.findLast((one) => one.milestone === milestone.code);
  if (isPassed({ view, scheme, index })) return <p>{words.skipped}</p>;
  return (
    <p>
      {words.notYet}
      {target ? (
        <>
          {' · '}
          <MaybeLink href={hrefOf(target.event)}>
            {words.aimedAt(writtenDate(target.due, page.language))}
          </MaybeLink>{' '}
          <SourceOfEvent page={page} event={eventOf(target.event)} />
        </>
      ) : null}
    </p>
  );
}
