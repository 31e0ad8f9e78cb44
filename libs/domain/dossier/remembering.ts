/** The same, but for the argument of the last time the answer of the last time. */
export function remembering<A extends object, R>(make: (argument: A) => R): (argument: A) => R {
  let last: { argument: A; made: R } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, made: make(argument) };
    return last.made;
  };
}
