import { pino } from 'pino';

/** Whether people read the output; else a log collects it, as JSON lines. */
export const isForPeople = (): boolean => process.stdout.isTTY;

/** Lines of the log that are not of a child's own making. */
export const linesOf = (name: string) => pino({ base: { process: name } }, process.stdout);

/** Says what `jalon start` itself does: as it is to people, else as a line of the log with its fields. */
export function say(text: string, fields: Record<string, unknown> = {}): void {
  if (isForPeople()) console.log(text);
  else linesOf('start').info(fields, text);
}
