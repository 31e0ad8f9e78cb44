/**
 * A fold that caches the states of the last list and resumes at the first element that differs. Consecutive days share most
 * of their facts. The result equals that of a plain fold.
 *
 * @param context further input of `step`; a different one clears the cache
 * @param isPassedOver whether a step may be left out because the one after it leads to the same state without it
 */
export function incrementalFold<S, X, C>(
  initial: S,
  step: (state: S, next: X, context: C) => S,
  isPassedOver: (
    state: S,
    next: X,
    context: C,
    near: { before?: X | undefined; after?: X | undefined },
  ) => boolean = () => false,
): (list: readonly X[], context: C) => S {
  let before: { context: C | undefined; list: X[]; states: S[] } = { context: undefined, list: [], states: [] };
  return memoizeLast((list, context) => {
    if (context !== before.context) before = { context, list: [], states: [] };
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

/**
 * What is found in the elements of a list, one by one. Of a list that has grown since it was searched last, only what has come is
 * looked at.
 */
export function incrementalSearch<X extends object, Y, C = undefined>(
  find: (one: X, context: C) => Y | undefined,
): (list: readonly X[], ...given: undefined extends C ? [] : [context: C]) => readonly Y[] {
  const searched = new WeakMap<X, { context: C; list: readonly X[]; found: readonly Y[] }>();
  const search = memoizeLast((list: readonly X[], context: C): readonly Y[] => {
    const [first] = list;
    if (first === undefined) return [];
    const known = searched.get(first);
    const before = known && known.context === context && isPrefixOf(known.list, list) ? known : undefined;
    const fresh: Y[] = [];
    for (let place = before?.list.length ?? 0; place < list.length; place++) {
      const one = find(list[place] as X, context);
      if (one !== undefined) fresh.push(one);
    }
    const found = before && fresh.length === 0 ? before.found : [...(before?.found ?? []), ...fresh];
    searched.set(first, { context, list, found });
    return found;
  });
  return (list, ...[context]) => search(list, context as C);
}

/** The elements of a list that pass a test. */
export const incrementalFilter = <X extends object, C = undefined>(test: (one: X, context: C) => boolean) =>
  incrementalSearch<X, X, C>((one, context) => (test(one, context) ? one : undefined));

/** Memoized for those that ask the same of one list after the other. */
export const isPrefixOf = memoizeLast((start: readonly unknown[], list: readonly unknown[]): boolean =>
  start.every((one, nth) => one === list[nth]),
);

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
