import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

/** Loaded by `npm run check` as it is, without a compiler. */

const root = join(import.meta.dirname, '../..');

const parsed = (file) =>
  ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);

const filesIn = (folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(?:tsx?|js)$/.test(file) && !/\.spec\.tsx?$/.test(file));

/** The keys of all messages of a catalogue, as paths: a key may have dots of its own. */
function keysIn(file) {
  const found = [];
  const walk = (node, path) => {
    if (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) {
      const here = [...path, node.name.text];
      const { initializer } = node;
      if (initializer && ts.isObjectLiteralExpression(initializer))
        for (const property of initializer.properties) walk(property, here);
      else found.push(here);
    }
  };
  for (const statement of parsed(file).statements)
    if (ts.isVariableStatement(statement) && statement.modifiers?.length)
      for (const { initializer } of statement.declarationList.declarations)
        if (initializer && ts.isObjectLiteralExpression(initializer))
          for (const property of initializer.properties) walk(property, []);
  return found;
}

/** Every name and every string of a file: a message that none of them names is used nowhere. */
function wordsIn(file) {
  const words = [];
  const walk = (node) => {
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) words.push(node.text);
    ts.forEachChild(node, walk);
  };
  walk(parsed(file));
  return words;
}

/** What the catalogue itself uses of its messages. */
function accessedIn(file) {
  const names = [];
  const walk = (node) => {
    if (ts.isPropertyAccessExpression(node)) names.push(node.name.text);
    if (ts.isShorthandPropertyAssignment(node) || ts.isSpreadAssignment(node)) names.push(node.getText());
    ts.forEachChild(node, walk);
  };
  walk(parsed(file));
  return names;
}

/** @returns the messages of the English catalogue that nothing in apps and libs uses, as `file: key` */
export function unusedMessages() {
  const files = ['apps', 'libs'].flatMap(filesIn);
  const isCatalogue = (file) => /^libs\/(language\/(en|fr)\b|domain\/reasons\.ts)/.test(file);
  const used = new Set(files.flatMap((file) => (isCatalogue(file) ? accessedIn(file) : wordsIn(file))));
  return filesIn('libs/language/en').flatMap((file) =>
    keysIn(file)
      .filter((key) => !used.has(key.at(-1)))
      .map((key) => `${file}: ${key.join('.')}`),
  );
}

/** French texts without a narrow space before a sign or after a quotation mark, as `file: text`. */
export const looseSpaces = () => filesIn('libs/language/fr').flatMap((file) => looseSpacesIn(file));

function looseSpacesIn(file) {
  const found = [];
  const walk = (node) => {
    if (ts.isLiteralExpression(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isTemplateHead(node))
      if (/ [:;?!»%](?:\s|\p{P}|$)|« /u.test(node.text)) found.push(`${file}: ${node.text}`);
    ts.forEachChild(node, walk);
  };
  walk(parsed(file));
  return found;
}

const MESSAGES = new Set(['message', 'reason', 'detail']);
const ON_REGEX = new Set(['test', 'exec']);
const ON_TEXT = new Set(['match', 'matchAll', 'replace', 'replaceAll', 'search', 'split']);

const isMessage = (node) => node !== undefined && ts.isPropertyAccessExpression(node) && MESSAGES.has(node.name.text);
const isRegex = (node) => node !== undefined && ts.isRegularExpressionLiteral(node);

/** Calls by which a regular expression reads the message of an error, problem or warning, as `line: call`. */
export function messagesReadIn(file, source = parsed(file)) {
  const found = [];
  const walk = (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      const [first] = node.arguments;
      const reads =
        (ON_REGEX.has(name.text) && isMessage(first)) ||
        (ON_TEXT.has(name.text) && isMessage(expression) && (isRegex(first) || name.text.startsWith('match')));
      if (reads) found.push(`${file}: ${node.getText()}`);
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

export const messagesRead = () => ['apps', 'libs'].flatMap(filesIn).flatMap((file) => messagesReadIn(file));

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = [
    ...unusedMessages().map((message) => `unused message: ${message}`),
    ...looseSpaces().map((text) => `no narrow space (U+202F): ${text}`),
    ...messagesRead().map((call) => `a regular expression reads a message: ${call}`),
  ];
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
