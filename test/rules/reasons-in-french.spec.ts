import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { REASONS } from '../../apps/api/console/frame/reason-words.js';

const root = join(import.meta.dirname, '../..');

/** What no page of the console can come upon: words of mails, settings, restoring, streams, and examples of the document. */
const ELSEWHERE =
  /\.spec\.ts$|-example|settings|libs\/(database|event-store|transfer|subscriptions\/(mail\/(?!email-address)|bounce))|apps\/api\/(openapi|changes|operations|api-keys|bounces|problem\/problem-body|suppressions|console\/.*-words)/;

/** The argument of each call that is a reason. */
const ARGUMENT: Readonly<Record<string, number>> = { refuse: 2, Refusal: 1, Rejection: 1, reject: 1, fileRefused: 0 };
const PROPERTIES: ReadonlySet<string> = new Set(['error', 'reason', 'message']);

const sources = ['libs', 'apps/api']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /\.tsx?$/.test(file) && !ELSEWHERE.test(file));

/** Every reason that is written out in a file, with `{}` for each value in it. */
function reasonsIn(file: string): string[] {
  const found: string[] = [];
  const take = (node: ts.Node | undefined): void => {
    if (!node) return;
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    else if (ts.isTemplateExpression(node))
      found.push(node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join(''));
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(take);
    else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) take(node.body);
  };
  const walk = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const place = ARGUMENT[node.expression.getText()];
      if (place !== undefined) take(node.arguments?.[place]);
    }
    if (ts.isPropertyAssignment(node) && PROPERTIES.has(node.name.getText())) take(node.initializer);
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}

/** Taken as reasons only because of where they stand. */
const NO_REASONS: ReadonlySet<string> = new Set(['{} {}', 'This is a stream: send Accept: {}.']);

describe('every reason that a rule gives', () => {
  const reasons = [...new Set(sources.flatMap(reasonsIn))].filter((reason) => !NO_REASONS.has(reason));

  it('has words in French', () => {
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter((reason) => !Object.hasOwn(REASONS, reason))).toEqual([]);
  });
});
