/** Fields as RFC 5322 writes them, by their names in lower case; of several with one name, the first. */
export type Fields = ReadonlyMap<string, string>;

/** Up to the first empty line; continuation lines belong to the line before, and what is no field is passed over. */
export function headerFieldsIn(text: string): Fields {
  const [head = ''] = text.replace(/^(?:[ \t]*\r?\n)+/, '').split(/\r?\n[ \t]*\r?\n/, 1);
  const fields = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([!-9;-~]{1,80})[ \t]*:(.*)$/.exec(line) ?? [];
    const key = name?.toLowerCase();
    if (key !== undefined && value !== undefined && !fields.has(key)) fields.set(key, value.trim());
  }
  return fields;
}

/** Groups of fields with empty lines between them, as in `message/delivery-status`. */
export const fieldGroupsIn = (text: string): Fields[] =>
  text
    .split(/\r?\n[ \t]*(?:\r?\n)+/)
    .map(headerFieldsIn)
    .filter(({ size }) => size > 0);
