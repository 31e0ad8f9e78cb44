import ICAL from 'ical.js';
import { readFileSync } from 'node:fs';
import { validateXML } from 'xmllint-wasm';

/** An event as a calendar application has it. */
interface EventIn {
  uid: string;
  sequence: number;
  status: string;
  start: string;
  end: string;
  summary: string;
  description: string;
  url: string;
  categories: string[];
  stamp: string;
  /** Triggers, as written. */
  alarms: string[];
}

const LONGEST = 75;

/** Reads a calendar with ical.js, which refuses what is malformed; and refuses lines that RFC 5545 does not allow. */
export function calendarIn(text: string): { name: string; refresh: string; events: EventIn[] } {
  if (!text.endsWith('\r\n') || /[^\r]\n|\r[^\n]/.test(text)) throw new Error('not every line ends with CRLF');
  const long = text.split('\r\n').find((line) => Buffer.byteLength(line) > LONGEST);
  if (long !== undefined) throw new Error(`longer than ${LONGEST} octets: ${long}`);
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const said = (component: ICAL.Component, name: string): string => {
    const [one, ...others] = component.getAllProperties(name);
    if (!one || others.length > 0) throw new Error(`${name} stands there ${one ? 'twice' : 'never'}`);
    return String(one.getFirstValue());
  };
  if (said(calendar, 'version') !== '2.0' || said(calendar, 'prodid') === '') throw new Error('not version 2.0');
  const events = calendar.getAllSubcomponents('vevent').map((event): EventIn => ({
    uid: said(event, 'uid'),
    sequence: Number(said(event, 'sequence')),
    status: said(event, 'status'),
    start: said(event, 'dtstart'),
    end: said(event, 'dtend'),
    summary: said(event, 'summary'),
    description: said(event, 'description'),
    url: said(event, 'url'),
    categories: event.getAllProperties('categories').map((category) => String(category.getFirstValue())),
    stamp: said(event, 'dtstamp'),
    alarms: event.getAllSubcomponents('valarm').map((alarm) => said(alarm, 'trigger')),
  }));
  if (new Set(events.map(({ uid }) => uid)).size < events.length) throw new Error('an UID stands there twice');
  return { name: said(calendar, 'x-wr-calname'), refresh: said(calendar, 'refresh-interval'), events };
}

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
