import type { Command } from 'commander';
import type { Schema } from '#client/jalon-client.js';
import { yearlyOf } from '#domain/durations/forecasts.js';
import { type Api, callApi, callingCommand } from './call-api.js';
import { asTable, counted } from './terminal.js';

interface Options extends Api {
  from?: string;
  to?: string;
  level?: string;
  asOf?: string;
}

export const forecastsCommand = (): Command =>
  callingCommand('forecasts', 'read')
    .description('How many pending dossiers complete a step within a year, and how good such forecasts were.')
    .argument('<scheme>', 'such as fedramp')
    .option('--from <milestone>', 'where the step begins (default: the first milestone)')
    .option('--to <milestone>', 'where it ends (default: the outcome)')
    .option('--level <level>', 'only dossiers of this level')
    .option('--as-of <day>', 'as of a day such as 2026-06-30 (default: today)')
    .action(async (id: string, { url, key, ...query }: Options) => {
      const { data } = await callApi({ url, key }, 'read', (client) =>
        client.GET('/v1/schemes/{id}/durations', { params: { path: { id }, query } }),
      );
      const { from, to, completed, forecast } = data;
      if (forecast) console.log(reportOf(`${from} → ${to}`, forecast).join('\n'));
      else console.log(`No forecast of ${from} → ${to}: it needs 10 completed dossiers, and there are ${completed}.`);
    });

type Forecast = NonNullable<Schema<'Durations'>['forecast']>;
type Interval = NonNullable<Forecast['interval80']>;

function reportOf(step: string, { day, pending, expected, interval80, interval95, record }: Forecast): string[] {
  const intervals = interval80 && interval95 ? ` (80 %: ${between(interval80)}; 95 %: ${between(interval95)})` : '';
  return [
    `${step}: of ${counted(pending, 'dossier')} pending on ${day}, ${expected} are expected to complete it within a year${intervals}.`,
    ...(record ? recordLines(record) : ['No outcome of an earlier forecast is known.']),
  ];
}

/** One origin a year; the figures are those of all, one a month. */
const recordLines = ({ origins, covered80, covered95, reliability, ...scores }: NonNullable<Forecast['record']>) => [
  '',
  asTable([
    ['origin', 'pending', 'expected', '80 %', '95 %', 'came', 'Brier', 'base rate', 'its Brier'],
    ...yearlyOf(origins).map((one) => [
      ...[one.day, String(one.pending), String(one.expected), between(one.interval80), between(one.interval95)],
      ...[String(one.came), one.brier.toFixed(3), one.baseRate.toFixed(3), one.baseBrier.toFixed(3)],
    ]),
  ]),
  '',
  `At ${counted(origins.length, 'monthly origin')}, ${percent(covered80)} of outcomes lay in the 80 % interval, ${percent(covered95)} in the 95 % interval.`,
  `Brier score ${scores.brier.toFixed(3)}; of the base rate known at each origin ${scores.baseBrier.toFixed(3)}.`,
  '',
  asTable([
    ['chance', 'forecasts', 'mean', 'came'],
    ...reliability.map(({ from, to, dossiers, forecast, came }) => [
      ...[`${from} to ${to}`, String(dossiers), forecast.toFixed(3), came.toFixed(3)],
    ]),
  ]),
];

const between = ({ lower, upper }: Interval): string => `${lower} to ${upper}`;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
