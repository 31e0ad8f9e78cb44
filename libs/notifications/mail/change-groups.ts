import type { Change } from '../message.js';
import { type Movement, moves } from '../movement.js';

/** All changes of one dossier, provider or scheme, oldest first. */
export type Group = [Change, ...Change[]];

/** By what they are about, in the order in which each was told of first; those of which a change moved something apart. */
export function grouped(changes: readonly Change[]): { moved: Group[]; others: Group[] } {
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const group = groups.get(change.stream);
    if (group) group.push(change);
    else groups.set(change.stream, [change]);
  }
  const hasMoved = (group: Group): boolean => group.some(({ status }) => status && moves(status));
  const all = [...groups.values()];
  return { moved: all.filter(hasMoved), others: all.filter((group) => !hasMoved(group)) };
}

/** From where to where it went in all. */
export const netOf = (group: Group): Movement => ({
  before: group.find(({ status }) => status)?.status?.before ?? null,
  after: group.findLast(({ status }) => status)?.status?.after ?? null,
});
