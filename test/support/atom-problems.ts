import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

const grammar = readFileSync(new URL('atom.rng', import.meta.url), 'utf8');

/** What libxml2 has to say against documents by the grammar of RFC 4287; nothing, when all of them are valid. */
export async function atomProblems(...documents: readonly string[]): Promise<string[]> {
  const { valid, errors } = await validateXML({
    xml: documents.map((contents, index) => ({ fileName: `${index}.xml`, contents })),
    schema: [{ fileName: 'atom.rng', contents: grammar }],
    extension: 'relaxng',
  });
  return valid ? [] : errors.map(({ rawMessage }) => rawMessage);
}
