import { expect, it } from '@jest/globals';
import { adviceOn } from './errors.js';

const LOST = /^The connection to the database was lost: .+\. Run the command again; it resumes if it can\.$/;
const UNREACHABLE = /^Cannot connect to the database: .+\. Check DATABASE_URL\.$/;

it.each([
  ['terminating connection due to idle-in-transaction timeout', '25P03', LOST],
  ['terminating connection due to administrator command', '57P01', LOST],
  ['Connection terminated unexpectedly', undefined, LOST],
  ['Client has encountered a connection error and is not queryable', undefined, LOST],
  ['connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED', UNREACHABLE],
  ['password authentication failed', '28P01', UNREACHABLE],
])('names the cause of an error: %s', (message, code, advice) => {
  expect(adviceOn(Object.assign(new Error(message), code && { code }))).toMatch(advice);
});
