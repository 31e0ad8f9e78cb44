const whole = (value: number): string => Math.round(value).toLocaleString('en');

export function say(what: string, value: number, unit: string, aim = ''): void {
  console.log(`${what.padEnd(42)} ${whole(value).padStart(9)} ${unit.padEnd(9)} ${aim}`.trimEnd());
}
