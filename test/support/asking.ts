import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export type Json = Record<string, unknown>;
export interface Call {
  tool: string;
  given: Json;
}
export interface Answer extends Call {
  isError: boolean;
  data: Json;
  text: string;
}
interface Question {
  text: string;
  calls: string[];
  /** The place in the answer and what must be there, see `toldBy`. */
  place: string;
  expected: string;
}

/** Of `test/data/questions.txt`: the question, its calls and the answer, two spaces before all but the first. */
export async function questionsOn(): Promise<Question[]> {
  const lines = (await readFile(join(import.meta.dirname, '../data/questions.txt'), 'utf8')).trimEnd().split('\n');
  const starts = lines.flatMap((line, index) => (line.startsWith(' ') ? [] : [index]));
  return starts.map((start, nth) => {
    const [text = '', ...rest] = lines.slice(start, starts[nth + 1]).map((line) => line.trim());
    const [place = '', ...expected] = rest.at(-1)?.split(' = ') ?? [];
    return { text, calls: rest.slice(0, -1), place, expected: expected.join(' = ') };
  });
}

/** `status provider="Cloud Temple" limit=5`; `$items.dossier.id` is the first such value of the answer before. */
export function callOf(line: string, before: Json): Call {
  const [tool = ''] = line.split(' ');
  const valueOf = (text: string): unknown => {
    if (text.startsWith('$')) return valuesAt(before, text.slice(1))[0];
    return /^(?:\d+|true|false|".*")$/.test(text) ? JSON.parse(text) : text;
  };
  const given = [...line.matchAll(/(\w+)=("[^"]*"|\S+)/g)].map(([, name = '', value = '']) => [name, valueOf(value)]);
  return { tool, given: Object.fromEntries(given) };
}

/** The values at a path, lists one by one; without those that are missing or null. */
export function valuesAt(answer: unknown, path: string): unknown[] {
  const steps = path.split('.').filter((step) => step !== '');
  const found = steps.reduce<unknown[]>((all, step) => all.flat().map((one) => (one as Json | null)?.[step]), [answer]);
  return found.flat().filter((one) => one !== undefined && one !== null);
}

/**
 * What an answer says at a place, in a line. The place is a path to rows, `?` a condition on them and the paths of fields from
 * them; `#` counts the rows. `.` is the answer itself.
 */
export function toldBy(answer: Json, place: string): string {
  const [rows = '', ...fields] = place.split(' ');
  const [path = '', condition] = rows.replace('#', '').split('?');
  const [field = '', wanted = ''] = condition?.split('=') ?? [];
  const chosen = valuesAt(answer, path).filter((row) => !condition || valuesAt(row, field).includes(wanted));
  if (rows.startsWith('#')) return String(chosen.length);
  const lineOf = (row: unknown) => fields.map((one) => valuesAt(row, one).join('+') || '–').join(' | ');
  return chosen.map(lineOf).join(' ; ') || 'nothing';
}

/** An assistant that calls the tools over HTTP. */
export async function assistantOf(url: string, key?: string) {
  const headers = { ...(key !== undefined && { authorization: `Bearer ${key}` }) };
  const client = new Client({ name: 'tests', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }) as never);
  await client.listTools(); // answers are checked by the schemas that it has
  const call = async ({ tool, given }: Call): Promise<Answer> => {
    const { content, structuredContent, isError } = await client.callTool({ name: tool, arguments: given });
    const text = (content as { text: string }[]).map((one) => one.text).join('\n');
    return { tool, given, isError: isError === true, text, data: (structuredContent ?? JSON.parse(text)) as Json };
  };
  return {
    call,
    /** Page by page. */
    async pages(asked: Call): Promise<Answer[]> {
      const answers = [await call(asked)];
      for (let next = answers[0]?.data['next']; typeof next === 'string'; next = answers.at(-1)?.data['next'])
        answers.push(await call({ ...asked, given: { ...asked.given, cursor: next } }));
      return answers;
    },
    close: () => client.close(),
  };
}
export type Assistant = Awaited<ReturnType<typeof assistantOf>>;
