export const found = (error: Error, problem: { reason: string; detail: string }) => [
  /not found$/.test(error.message),
  /no (.*)$/.exec(problem.reason),
  problem.detail.match(/at (\d+)/),
  problem.detail.replace(/^the /, ''),
  problem.reason.split(/ at /),
  /fine/.test('a text of ours'),
  error.message.startsWith('Connection terminated'),
];
