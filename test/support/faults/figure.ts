/** Says a measured figure where somebody asked for them: `FIGURES=1`. */
export function figure(what: string, values: Record<string, unknown>): void {
  if (process.env['FIGURES'] === '1') process.stdout.write(`${what}: ${JSON.stringify(values)}\n`);
}
