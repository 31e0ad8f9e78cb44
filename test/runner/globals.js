/** What `@jest/globals` gives: that of the spec file that is running, also to a module that an earlier one has loaded. */
const current = (name) => globalThis[Symbol.for('jalon test globals')][name];

const live = (name) =>
  new Proxy(() => undefined, {
    apply: (_target, self, args) => Reflect.apply(current(name), self, args),
    get: (_target, key) => current(name)[key],
  });

export const afterAll = live('afterAll');
export const afterEach = live('afterEach');
export const beforeAll = live('beforeAll');
export const beforeEach = live('beforeEach');
export const describe = live('describe');
export const expect = live('expect');
export const it = live('it');
export const jest = live('jest');
