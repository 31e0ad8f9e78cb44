import type { Day } from '../date/day.js';
import { carries } from '../source/source.js';
import { happenedBy, ofType, type DossierFacts } from './facts.js';

/** The provider (its id) who holds the service on a day: the one it was opened for, until it is transferred. */
export const holderOn = (facts: DossierFacts, day: Day): string => holderFrom(facts, happenedBy(facts, day));

/** @param known what had happened by the day */
export const holderFrom = ({ provider }: DossierFacts, known: DossierFacts['dated']): string =>
  ofType(known, 'ServiceTransferred').findLast(({ event }) => carries(event.source))?.event.data.to ?? provider;
