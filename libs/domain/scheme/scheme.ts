import { problemsOfScheme } from './scheme-rules.js';
import { SchemeShape, type Scheme } from './scheme-shape.js';

export type { Scheme } from './scheme-shape.js';

/**
 * A scheme is data. Nothing in the rules knows one by name: milestones stand in their order, `referentials` in
 * theirs (3.2.a came before 3.2), windows and limits in days.
 */
export const SchemeSchema = SchemeShape.superRefine((scheme, context) => {
  for (const { path, why } of problemsOfScheme(scheme))
    context.addIssue({ code: 'custom', path, message: why.code, ...(why.params && { params: why.params }) });
}).meta({ id: 'Scheme' });

/** Place of a milestone in its scheme, from 0; -1 for a code the scheme does not have. */
export const milestoneIndex = (scheme: Scheme, code: string): number =>
  scheme.milestones.findIndex((milestone) => milestone.code === code);

/** The codes that come before a milestone, directly or not. */
export function prerequisites(scheme: Scheme, code: string): string[] {
  const found = new Set<string>();
  const open = [code];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const before of scheme.milestones.find((milestone) => milestone.code === next)?.after ?? []) {
      if (!found.has(before)) open.push(before);
      found.add(before);
    }
  return [...found];
}
