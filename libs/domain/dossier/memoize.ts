/**
 * A fold that caches the states of the last list that began with the same element, for as long as that is in use elsewhere, and
 * resumes at the first element that differs. Consecutive days share most of their facts, as does a record with what it becomes.
 * The result equals that of a plain fold.
 *
 * @param context further input of `step`; a different one clears the cache
 * @param isPassedOver whether a step may be left out because the one after it leads to the same state without it
 */
export function incrementalFold<S, X extends object, C>(
  initial: S,
  step: (state: S, next: X, context: C) => S,
  isPassedOver: (
    state: S,
    next: X,
    context: C,
    near: { before?: X | undefined; after?: X | undefined },
  ) => boolean = () => false,
): (list: readonly X[], context: C) => S {
  const folded = new WeakMap<X, { context: C; list: X[]; states: S[] }>();
  return memoizeLast((list, context) => {
    const [first] = list;
    if (first === undefined) return initial;
    let before = folded.get(first);
    if (before?.context !== context) folded.set(first, (before = { context, list: [], states: [] }));
    let shared = 0;
    while (shared < list.length && shared < before.list.length && list[shared] === before.list[shared]) shared++;
    // One that was passed over may be the last now.
    if (shared > 0 && before.states[shared - 1] === (before.states[shared - 2] ?? initial)) shared--;
    before.list.length = before.states.length = shared;
    for (let place = shared; place < list.length; place++) {
      const [state, next] = [before.states.at(-1) ?? initial, list[place] as X];
      const isLeftOut = isPassedOver(state, next, context, { before: list[place - 1], after: list[place + 1] });
      before.states.push(isLeftOut ? state : step(state, next, context));
      before.list.push(next);
    }
    return before.states.at(-1) ?? initial;
  });
}

/** Memoizes the result for the last arguments, objects of which never change. */
export function memoizeLast<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  let last: { args: A; made: R } | undefined;
  return (...args) => {
    if (!last || !areSame(last.args, args)) last = { args, made: make(...args) };
    return last.made;
  };
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  for (let nth = 0; nth < some.length; nth++) if (some[nth] !== others[nth]) return false;
  return true;
}

/**
 * Memoizes the last result for each first argument, for as long as that is in use elsewhere. It is an object that never changes,
 * nor does the result.
 */
export function memoizeEach<K extends object, A extends readonly unknown[], R>(
  make: (key: K, ...args: A) => R,
): (key: K, ...args: A) => R {
  const memoized = new WeakMap<K, { args: A; made: R }>();
  return (key, ...args) => {
    const last = memoized.get(key);
    if (last && areSame(last.args, args)) return last.made;
    const made = make(key, ...args);
    memoized.set(key, { args, made });
    return made;
  };
}
