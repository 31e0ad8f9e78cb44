/** What stands in a page, read strictly: every `<` has to begin a tag as our pages write them, or it is text of somebody's. */

export interface Tag {
  name: string;
  closes: boolean;
  /** Entities resolved. */
  attributes: ReadonlyMap<string, string>;
  /** Up to the next tag, entities resolved. */
  text: string;
}

export interface FoundForm {
  method: string;
  action: string;
  /** Fields with their values, in their order; of a select, the first or the chosen option. */
  fields: [name: string, value: string, kind: string][];
}

const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[a-zA-Z_:][\w:.-]*(?:="[^"]*")?)*)\s*\/?>/y;
const ATTRIBUTE = /([a-zA-Z_:][\w:.-]*)(?:="([^"]*)")?/g;
const DOCTYPE = '<!doctype html>';

/** @throws Error naming what is no tag */
export function tagsOf(html: string): Tag[] {
  const tags: Tag[] = [];
  let at = html.startsWith(DOCTYPE) ? DOCTYPE.length : 0;
  for (at = html.indexOf('<', at); at >= 0;) {
    TAG.lastIndex = at;
    const match = TAG.exec(html);
    if (!match) throw new Error(`no tag of ours: ${html.slice(at, at + 80)}`);
    const [whole, slash, name = '', rest = ''] = match;
    const next = html.indexOf('<', at + whole.length);
    const text = resolved(html.slice(at + whole.length, next < 0 ? undefined : next));
    const attributes = new Map([...rest.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, resolved(value)]));
    tags.push({ name: name.toLowerCase(), closes: slash === '/', attributes, text });
    at = next;
  }
  return tags;
}

export const linksOf = (tags: readonly Tag[]): string[] =>
  tags.flatMap(({ name, attributes }) => (name === 'a' ? (attributes.get('href') ?? []) : []));

export function formsOf(tags: readonly Tag[]): FoundForm[] {
  const forms: FoundForm[] = [];
  let form: FoundForm | undefined;
  let select: string | undefined;
  for (const { name, closes, attributes, text } of tags) {
    const field = attributes.get('name');
    if (name === 'form' && closes) form = undefined;
    else if (name === 'form') {
      form = { method: attributes.get('method') ?? 'get', action: attributes.get('action') ?? '', fields: [] };
      forms.push(form);
    } else if (name === 'select') select = closes ? undefined : field;
    else if (name === 'option' && select !== undefined && form) {
      const known = form.fields.find(([key]) => key === select);
      const value = attributes.get('value') ?? text;
      if (!known) form.fields.push([select, value, 'select']);
      else if (attributes.has('selected')) known[1] = value;
    } else if (form && !closes && field !== undefined && ['input', 'textarea', 'button'].includes(name)) {
      const kind = name === 'input' ? (attributes.get('type') ?? 'text') : name;
      if ((kind === 'radio' || kind === 'checkbox') && !attributes.has('checked')) continue;
      form.fields.push([field, name === 'textarea' ? text : (attributes.get('value') ?? ''), kind]);
    }
  }
  return forms;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const resolved = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
