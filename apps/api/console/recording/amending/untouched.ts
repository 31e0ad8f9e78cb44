/** Fields of a form by what a correction changes as a whole: a day, a source, one field of the data with all its rows. */
const wholeOf = (name: string): string => /^(?:source|data\.[^.]+|[^.]+)/.exec(name)?.[0] ?? name;

/**
 * Where a form holds what it was filled in with, others may have corrected that since: there it follows what is on record
 * now, so that nobody takes back what somebody else put right without having seen it. What was typed stays.
 *
 * @param was the form as it was filled in at first
 * @param is the form as it would be filled in now
 */
export function followUntouched(form: URLSearchParams, was: URLSearchParams, is: URLSearchParams): void {
  const wholes = new Set([...was.keys(), ...is.keys()].map(wholeOf));
  for (const whole of wholes) {
    if (textIn(form, whole) !== textIn(was, whole)) continue;
    for (const name of [...form.keys()]) if (wholeOf(name) === whole) form.delete(name);
    for (const [name, value] of is) if (wholeOf(name) === whole) form.set(name, value);
  }
}

function textIn(form: URLSearchParams, whole: string): string {
  const filled = [...form].filter(([name, value]) => value !== '' && wholeOf(name) === whole);
  return JSON.stringify(filled.map(([name, value]) => [name, value.replaceAll('\r\n', '\n').trim()]).sort());
}
