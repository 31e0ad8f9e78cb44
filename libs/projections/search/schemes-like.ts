import { z } from 'zod';
import { fold } from '#domain/text/text.js';
import type { Schemes } from '#domain/scheme/catalogue.js';

const Words = z.strictObject({ fr: z.string(), en: z.string() });

export const FoundScheme = z
  .strictObject({
    kind: z.literal('scheme'),
    slug: z.string(),
    name: Words,
    milestone: z
      .strictObject({ code: z.string(), name: Words })
      .nullable()
      .describe('The stage that was found; `null`: the scheme itself.'),
  })
  .meta({ id: 'FoundScheme' });

export type FoundScheme = z.infer<typeof FoundScheme>;

/** Schemes are few and in memory: found by name, slug, authority, and by the code or name of a milestone. */
export function schemesLike(query: string, schemes: Schemes): (FoundScheme & { exact: boolean })[] {
  const words = query.split(' ');
  const has = (...texts: readonly string[]): boolean => {
    const folded = ` ${texts.map(fold).join(' ')}`;
    return words.every((word) => folded.includes(` ${word}`));
  };
  const found = [...schemes.values()].flatMap(
    ({ slug, name, authority, milestones }): (FoundScheme & { exact: boolean })[] => {
      const exact = [slug, name.fr, name.en].some((one) => fold(one).startsWith(query));
      const scheme = { kind: 'scheme' as const, slug, name };
      if (has(slug, name.fr, name.en, authority)) return [{ ...scheme, milestone: null, exact }];
      return milestones
        .filter(
          (milestone) => fold(milestone.code) === query || has(slug, name.fr, milestone.name.fr, milestone.name.en),
        )
        .map(({ code, name: called }) => ({
          ...scheme,
          milestone: { code, name: called },
          exact: fold(code) === query,
        }));
    },
  );
  return found.sort((a, b) => Number(b.exact) - Number(a.exact));
}
