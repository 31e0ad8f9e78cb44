import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { latest } from '#domain/date/partial-date.js';
import { officerDeadlines, targetKey, targetsSetAside } from '#domain/deadline/officer-deadlines.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { type RecentSource, RecentSources } from '#ledger/get-timeline.js';
import type { Language } from '#language/language.js';
import { wholeMilestone } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { actorOf } from '#access/principal.js';
import type { PageContext } from '../../frame/page.js';
import type { Subject } from '../subject.js';
import type { InputKind } from '#domain/event/describe.js';
import type { FormShape } from './form-data.js';
import { References } from './form-reading.js';
import { type OfferedSource, SourceOffers } from './source-offers.js';

export interface Choice {
  value: string;
  label: string;
}

export interface Choices {
  /** Closed options. */
  only: Partial<Record<InputKind, readonly Choice[]>>;
  /** Suggestions for free text. */
  suggestions: Partial<Record<InputKind, readonly string[]>>;
  sources: readonly RecentSource[];
  offers: readonly OfferedSource[];
}

@Injectable()
export class FormChoices {
  constructor(
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
    private readonly references: References,
    private readonly offers: SourceOffers,
  ) {}

  async form(page: PageContext, subject: Subject, { type, fields }: FormShape): Promise<Choices> {
    const asks = (input: InputKind): boolean => fields.some((field) => field.input === input);
    const dossiers = asks('dossier') ? await this.references.dossiers(page, subject.id) : undefined;
    const providers = asks('provider') ? await this.references.providers(page) : undefined;
    const sources = await this.recent(page);
    return {
      only: {
        ...(subject.kind === 'dossier' && schemeChoices(subject, page.language)),
        ...(asks('openKey') && { openKey: await this.#openKeys(subject, page, type === 'DeadlineCancelled') }),
        ...(dossiers?.whole && { dossier: dossiers.choices }),
        ...(providers?.whole && { provider: providers.choices }),
      },
      suggestions: {
        ...(subject.kind === 'dossier' && likelyOn(subject)),
        ...(dossiers && !dossiers.whole && { dossier: dossiers.choices.map(({ label }) => label) }),
        ...(providers && !providers.whole && { provider: providers.choices.map(({ label }) => label) }),
      },
      sources,
      offers: await this.offers.of(page, subject, sources),
    };
  }

  /** Most recently used by the signed-in key first. */
  async recent({ caller }: PageContext): Promise<RecentSource[]> {
    return this.queries.execute(new RecentSources(caller ? actorOf(caller) : ''));
  }

  /** @param withTargets missed targets, which can be set aside, too */
  async #openKeys(subject: Subject, page: PageContext, withTargets: boolean): Promise<Choice[]> {
    const { state } = await this.events.load(subject.stream, dossierModel);
    const facts = factsOf(state);
    if (!facts) return [];
    const own = officerDeadlines(facts)
      .filter(({ closed }) => closed === null)
      .map(({ key, due, title }) => ({
        value: key,
        label: [title?.slice(0, 100) ?? key, writtenDate(due, page.language)].join(', '),
      }));
    if (!withTargets || subject.kind !== 'dossier') return own;
    const setAside = targetsSetAside(facts);
    return [...own, ...missedTargets(subject, page).filter(({ value }) => !setAside.has(value))];
  }
}

/** Targets that were missed, each once. */
function missedTargets({ view, scheme }: DossierSubject, { language, today }: PageContext): Choice[] {
  const missed = view.targets.filter(({ reached, due }) => reached === null && latest(due) < today);
  const choices = new Map(
    missed.map(({ milestone, due }) => [
      targetKey(milestone, due),
      `${phrases(language).mail.reminders.kind.target} ${wholeMilestone(milestone, scheme, language)}, ${writtenDate(due, language)}`,
    ]),
  );
  return [...choices].map(([value, label]) => ({ value, label: capitalized(label) }));
}

type DossierSubject = Extract<Subject, { kind: 'dossier' }>;

function schemeChoices({ scheme }: DossierSubject, language: Language): Choices['only'] {
  return {
    milestone: scheme.milestones.map(({ code }) => ({ value: code, label: wholeMilestone(code, scheme, language) })),
    duty: (scheme.duties ?? []).map(({ code, name }) => ({ value: code, label: name[language] })),
  };
}

const likelyOn = ({ scheme, view }: DossierSubject): Choices['suggestions'] => ({
  decision: [...new Set(view.grants.flatMap(({ decision }) => decision ?? []))],
  reservation: [...new Set(view.grants.flatMap(({ reservations }) => reservations.map(({ text }) => text)))],
  referential: scheme.referentials.map(({ version }) => version).toReversed(),
  level: scheme.levels ?? [],
  authority: [scheme.authority],
});
