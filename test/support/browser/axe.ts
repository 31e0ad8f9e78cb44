import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA, and what axe recommends besides. */
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds wrong with a page as it is now, a text for each element. It is evaluated beside the scripts of the
 * page, so that no policy stands in its way and none has to be loosened.
 *
 * @param rules only these; otherwise all of the standards
 */
export async function axeFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>('typeof axe === "object"'))) {
    await page.context().addInitScript(source); // half a megabyte: sent once, not with every page to come
    await page.evaluate(source);
  }
  const options: axe.RunOptions = {
    runOnly: rules ? { type: 'rule', values: [...rules] } : { type: 'tag', values: STANDARDS },
    resultTypes: ['violations'],
    preload: false, // style sheets, for a rule that these do not have
  };
  const violations = await page.evaluate<axe.Result[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => [`${id}: ${help}`, node.target.join(' '), node.html, node.failureSummary].join('\n')),
  );
}
