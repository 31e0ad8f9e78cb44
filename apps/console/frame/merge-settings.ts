/**
 * Merges a form with what others changed since it was opened: settings that the officer left as they were follow the
 * others, all others are kept.
 *
 * @param was the form as it was filled in when it was opened
 * @param is the form as it would be filled in now
 * @returns the names of settings that both changed, differently
 */
export function mergeSettings(form: URLSearchParams, was: URLSearchParams, is: URLSearchParams): string[] {
  const both: string[] = [];
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    const [typed, before, now] = [form, was, is].map((one) => valuesOf(one, name));
    if (before === now || typed === now) continue;
    if (typed !== before) both.push(name);
    else {
      form.delete(name);
      for (const value of is.getAll(name)) form.append(name, value);
    }
  }
  return both;
}

/** The form as it was filled in when it was opened, which its field `was` holds. @param is default */
export function wasIn(form: URLSearchParams, is: URLSearchParams): URLSearchParams {
  const was = form.get('was');
  return was === null ? is : new URLSearchParams(was);
}

const valuesOf = (form: URLSearchParams, name: string): string =>
  JSON.stringify(
    form
      .getAll(name)
      .map((value) => value.trim())
      .filter((value) => value !== '')
      .sort(),
  );
