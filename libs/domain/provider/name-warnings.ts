import type { Live } from '../event/corrections.js';
import type { ProviderEvent } from '../event/provider-events.js';
import { lookAlike, mixedWord, skeletonOf } from '../text/look-alike.js';
import { fold } from '../text/text.js';
import { type Contradiction, type Warning, warningOf } from '../warning/warning.js';

/** A name of another provider. */
export interface OtherName {
  name: string;
  /** Of that provider. */
  slug: string;
}

/** The names that those of a provider are compared with. */
export interface NamesAround {
  /** At least those of other providers that are, or look like, one of its own. */
  others: readonly OtherName[];
  /** Services of the provider, in the order of their dossiers. */
  services: readonly string[];
}

export const NO_NAMES: NamesAround = { others: [], services: [] };

/**
 * Names that are easily taken for others. A name is compared whatever its period: registers and articles go on using it.
 *
 * @param live all live events of the provider
 */
export function nameWarnings(live: readonly Live<ProviderEvent>[], { others, services }: NamesAround): Contradiction[] {
  const named = namesIn(live);
  const distinct = [...new Map(services.map((name) => [fold(name), name])).values()];
  return [
    ...named.flatMap((own) => likeOthers(own, others)),
    ...distinct.flatMap((name, index) => likeServices(name, distinct.slice(0, index))),
    ...named.flatMap(mixedScripts),
    ...distinct.flatMap((name) => mixedScripts({ name, events: [] })),
  ];
}

/** Those of a name that is not recorded yet. */
export const warningsOfName = (name: string, others: readonly OtherName[]): Warning[] =>
  [...likeOthers({ name, events: [] }, others), ...mixedScripts({ name, events: [] })].map((found) =>
    warningOf(found, () => undefined),
  );

interface Named {
  name: string;
  /** The event that gave the name first. */
  events: string[];
}

function namesIn(live: readonly Live<ProviderEvent>[]): Named[] {
  const given = new Map<string, Named>();
  for (const { id, event } of live) {
    if (event.type !== 'ProviderRegistered' && event.type !== 'ProviderRenamed' && event.type !== 'AliasAdded')
      continue;
    if (event.type === 'AliasAdded' && event.data.identifierKind !== undefined) continue;
    const { name } = event.data;
    if (!given.has(fold(name))) given.set(fold(name), { name, events: [id] });
  }
  return [...given.values()];
}

const likeOthers = ({ name, events }: Named, others: readonly OtherName[]): Contradiction[] =>
  others
    .filter((other) => skeletonOf(name) === skeletonOf(other.name))
    .map(({ name: other, slug: provider }) =>
      fold(name) === fold(other)
        ? { code: 'name-shared', params: { name, provider }, events }
        : { code: 'name-look-alike', params: { name, other, provider }, events },
    );

const likeServices = (name: string, earlier: readonly string[]): Contradiction[] =>
  earlier
    .filter((other) => lookAlike(name, other))
    .map((other) => ({ code: 'service-look-alike', params: { name, other }, events: [] }));

function mixedScripts({ name, events }: Named): Contradiction[] {
  const mixed = mixedWord(name);
  return mixed ? [{ code: 'name-mixed-scripts', params: { name, ...mixed }, events }] : [];
}
