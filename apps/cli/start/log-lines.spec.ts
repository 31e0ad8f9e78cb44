import { describe, expect, it } from '@jest/globals';
import { jsonLine, logLine } from './log-lines.js';

const time = new Date(2026, 10, 25, 8, 15, 2).getTime();
const line = (entry: object) =>
  logLine('api', JSON.stringify({ level: 30, time, pid: 7, hostname: 'x', ...entry }), false);

describe('a line of a child', () => {
  it('shows when, who and what, and the fields as words', () => {
    expect(line({ msg: 'Sent a mail', to: 'officer@example.org', tries: 2 })).toBe(
      '08:15:02 api    info  Sent a mail to=officer@example.org tries=2',
    );
  });

  it('shows a request as its method, path, status and time', () => {
    const request = {
      msg: 'done',
      req: { method: 'GET', url: '/v1/dossiers' },
      res: { statusCode: 200 },
      responseTime: 3.7,
    };
    expect(line(request)).toBe('08:15:02 api    info  done GET /v1/dossiers 200 4 ms');
  });

  it('shows where an error is from', () => {
    const text = line({ level: 50, msg: 'It broke', err: { message: 'no', stack: 'Error: no\n    at there' } });
    expect(text).toBe('08:15:02 api    error It broke \nError: no\n    at there');
  });

  it.each(['plain words', '{"not":"a log"}', '{broken'])('is left as it is when it is no JSON of a log: %s', (text) => {
    expect(logLine('api', text, false)).toBe(`         api    ${text}`);
  });

  it('is red for an error in a terminal', () => {
    const text = logLine('api', JSON.stringify({ level: 50, time, msg: 'no' }), true);
    expect(text).toBe('\u001b[31m08:15:02 api    error no\u001b[0m');
  });

  it('is JSON with the name of the process where no terminal shows it', () => {
    const entry = { level: 40, time, msg: 'Old', requestId: 'r' };
    expect(JSON.parse(jsonLine('api', JSON.stringify(entry)))).toEqual({ process: 'api', ...entry });
    const made = JSON.parse(jsonLine('worker', '    at crash ("x")')) as object;
    expect(made).toEqual({ process: 'worker', level: 30, time: expect.any(Number), msg: '    at crash ("x")' });
  });
});
