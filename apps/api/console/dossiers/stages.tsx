import { phrases } from '#language/phrases.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized, typeset, writtenDate } from '#language/format.js';
import { Badge, MaybeLink, DateText } from '../frame/display.js';
import { type SectionProps, SourceOfEvent } from './section.js';

type Milestone = Scheme['milestones'][number];

/** The stages of the scheme in order, each with its state and source. */
export function Stages(props: SectionProps) {
  const { page, scheme } = props;
  const words = phrases(page.language).console.dossiers.stages;
  if (!scheme || scheme.milestones.length === 0) return null;
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">{words.title}</h2>
      <ol class="ladder">
        {scheme.milestones.map((milestone, index) => (
          <StageLine key={milestone.code} milestone={milestone} index={index} {...props} />
        ))}
      </ol>
    </section>
  );
}

function StageLine({ milestone, index, ...props }: SectionProps & { milestone: Milestone; index: number }) {
  const { page, view } = props;
  const { language } = page;
  const words = phrases(language).console.dossiers.stages;
  const isHere = view.stage?.milestone === milestone.code;
  const means = milestone.means?.[language];
  return (
    <li class={isHere ? 'here' : undefined} {...(isHere && { 'aria-current': 'step' })}>
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
  const grants = view.grants.filter(({ state }) => state !== 'refuted' && state !== 'not-yet-valid');
  if (milestone.gives === 'granted' && grants.length > 0)
    return <p>{grants.some(({ confirmed }) => confirmed) ? words.byGrant : words.byClaim}</p>;
  const furthest = view.milestones.at(-1)?.milestone;
  const isPassed = scheme !== undefined && scheme.milestones.findIndex(({ code }) => code === furthest) > index;
  const target = view.targets.findLast((one) => one.milestone === milestone.code);
  if (isPassed) return <p>{words.skipped}</p>;
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
