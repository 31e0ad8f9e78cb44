/**
 * A fold that remembers the last list it was given, and goes on from where a new one differs: days are looked at one after
 * the other, and each knows what the one before knew and a little more. A memory of one list; the answer is that of a
 * plain fold.
 *
 * @param context what else `step` looks at; another one begins anew
 */
export function incrementalFold<S, X, C>(
  initial: S,
  step: (state: S, next: X, context: C) => S,
): (list: readonly X[], context: C) => S {
  let before: { context: C | undefined; list: X[]; states: S[] } = { context: undefined, list: [], states: [] };
  return (list, context) => {
    if (context !== before.context) before = { context, list: [], states: [] };
    let shared = 0;
    while (shared < list.length && shared < before.list.length && list[shared] === before.list[shared]) shared++;
    before.list.length = before.states.length = shared;
    for (const next of list.slice(shared)) {
      before.states.push(step(before.states.at(-1) ?? initial, next, context));
      before.list.push(next);
    }
    return before.states.at(-1) ?? initial;
  };
}

/** The same, but for the argument of the last time the answer of the last time. */
export function memoizeLast<A extends object, R>(make: (argument: A) => R): (argument: A) => R {
  let last: { argument: A; made: R } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, made: make(argument) };
    return last.made;
  };
}
