import type { DossierView } from '#domain/dossier/standing.js';
import { inShort, type Folded } from './folded.js';
import type { Verdict } from './oracle/brute-force.js';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What a dossier's answer says of its own facts; what other dossiers do to it is left out. */
export function ownPart(view: DossierView): unknown {
  const { id: _, provider, scheme, asOf, knownAt, labels, targets, warnings, ...rest } = view;
  return plain({
    ...rest,
    provider: provider.id,
    targets: targets.map(({ slipDays, ...target }) => target),
    warnings: warnings.filter(({ code }) => !code.startsWith('depends-on-')),
  });
}

export const foldedPart = ({ standing, version }: Folded): unknown => plain({ ...standing, version });

/** In the words of the oracle. */
export const listedInShort = ({ labels, provider, ...standing }: DossierView): Verdict =>
  inShort({ ...standing, provider: provider.id }, labels);
