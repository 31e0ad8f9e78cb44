import { describe, expect, it } from '@jest/globals';
import { casesIn, documentedEvent, partsOf } from '#test/documented-cases.js';
import { onRecord, opened, registered, uuid } from '#test/events.js';
import type { Day } from '../date/day.js';
import { type Dependency, dependencyWarnings } from '../dossier/dependency.js';
import { type DossierFacts, factsOf } from '../dossier/facts.js';
import { soonestEnd, standingOn } from '../dossier/standing.js';
import { type DossierEvent, DossierEventSchema } from '../event/dossier-events.js';
import { ProviderEventSchema } from '../event/provider-events.js';
import { providerOn } from '../provider/provider-view.js';
import { builtInSchemes } from '../scheme/catalogue.js';
import type { Scheme } from '../scheme/scheme.js';
import { KIND_OF } from './warning.js';

const OTHER = uuid(800);

const eventIn = (text: string): object => documentedEvent(text, OTHER);

const recordedOn = <E>(day: Day, events: readonly E[]) =>
  onRecord(events).map((entry) => ({ ...entry, recordedAt: new Date(`${day}T12:00:00Z`) }));

function standingOf(parts: readonly string[], scheme: Scheme, day: Day) {
  const events = parts.map((part): DossierEvent => DossierEventSchema.parse(eventIn(part)));
  const facts: DossierFacts = factsOf(recordedOn(day, [opened({ scheme: scheme.slug }), ...events]))!;
  return standingOn(facts, scheme, day);
}

function codesOnDossier(example: string): string[] {
  const { day, scheme: slug, own, others } = partsOf(example);
  const scheme = builtInSchemes.get(slug)!;
  const standing = standingOf(own, scheme, day);
  const known = new Map<string, Dependency>();
  if (others.length > 0) {
    const { status, expiring, grants, dependsOn } = standingOf(others, scheme, day);
    const provider = { id: uuid(900), slug: 'a', name: 'A' };
    known.set(OTHER, { provider, service: null, status, expiring, grantEnd: soonestEnd(grants), dependsOn });
  }
  const dependent = { id: uuid(801), ...standing };
  return [...standing.warnings, ...dependencyWarnings(dependent, known)].map(({ code }) => code);
}

function codesOnProvider(example: string): string[] {
  const { day, own } = partsOf(example);
  const events = own.map((part) => ProviderEventSchema.parse(eventIn(part)));
  return providerOn(recordedOn(day, [registered(), ...events]), day).warnings.map(({ code }) => code);
}

/** Of names: the first is that of a provider, the others are names of other providers and, with the first, of its services. */
function codesOnNames(example: string): string[] {
  const [name = '', ...others] = example.slice('names: '.length).split(', ');
  const around = { others: others.map((other) => ({ name: other, slug: 'other' })), services: [name, ...others] };
  return providerOn(recordedOn('2024-06-01', [registered(name)]), '2024-06-01', around).warnings.map(
    ({ code }) => code,
  );
}

describe('the tables of warnings', () => {
  const [ofDossiers, ofProviders] = [casesIn('status.md'), casesIn('providers.md')];

  it('list every code with its kind', () => {
    const listed = Object.fromEntries([...ofDossiers, ...ofProviders].map(({ code, kind }) => [code, kind]));
    expect(listed).toEqual(KIND_OF);
  });

  it.each(ofDossiers)('show $code of a dossier by an example', ({ code, example }) => {
    expect(codesOnDossier(example)).toContain(code);
  });

  it.each(ofProviders)('show $code of a provider by an example', ({ code, example }) => {
    const codes = example.startsWith('names: ') ? codesOnNames(example) : codesOnProvider(example);
    expect(codes).toContain(code);
  });
});
