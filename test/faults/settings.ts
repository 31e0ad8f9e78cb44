/** Of a run; `npm run faults` reads them from the environment. */
export interface FaultSettings {
  seed: number;
  /** Acknowledged events, without those of the broken control. */
  events: number;
  /** The events and the faults are spread over this time; a slow machine takes longer. */
  minutes: number;
  /** Processes killed with SIGKILL: api, worker, and PostgreSQL as a whole or one of its backends. */
  kills: number;
  /** Frozen processes, and connections that go silent or are reset. */
  others: number;
  apis: number;
  workers: number;
  /** Readers of the event stream. */
  readers: number;
  /** Webhook endpoints; a claimed message of a killed worker is sent again after 20 to 30 seconds only. */
  endpoints: number;
  /** Dossiers that the events are spread over. */
  dossiers: number;
  /** How long a freeze or a silence lasts at most. */
  longestMs: number;
  /** How long a client waits for an answer. */
  patienceMs: number;
  /** How long all may take to recover from a fault at most. */
  recoveryMs: number;
  /** Settings of api and worker. */
  timeouts: Record<string, string>;
}

export const SHORT: FaultSettings = {
  seed: 1,
  events: 800,
  minutes: 5 / 60,
  kills: 3,
  others: 1,
  apis: 1,
  workers: 1,
  readers: 2,
  endpoints: 0,
  dossiers: 80,
  longestMs: 1_000,
  patienceMs: 3_000,
  recoveryMs: 200_000,
  timeouts: timeouts(2_000),
};

/**
 * `FAULTS_EVENTS=10000 FAULTS_KILLS=10 FAULTS_MINUTES=2 npm run faults`. `FAULTS_SLOW` multiplies timeouts, for a machine that
 * is busy with other things.
 */
export function longSettings(env: NodeJS.ProcessEnv): FaultSettings {
  const number = (name: string, otherwise: number): number => {
    const value = Number(env[name] ?? otherwise);
    if (!Number.isFinite(value) || value < 0) throw new Error(`${name} must be a number, not ${String(env[name])}`);
    return value;
  };
  const events = number('FAULTS_EVENTS', 100_000);
  const kills = number('FAULTS_KILLS', 50);
  const slow = number('FAULTS_SLOW', 1);
  return {
    seed: number('FAULTS_SEED', Math.floor(Math.random() * 2 ** 31)),
    events,
    kills,
    minutes: number('FAULTS_MINUTES', 12),
    others: Math.ceil(kills / 2),
    apis: 2,
    workers: 2,
    readers: 4,
    endpoints: 2,
    dossiers: Math.ceil(events / 40),
    longestMs: 6_000,
    patienceMs: 6_000 * slow,
    recoveryMs: 60_000 * slow,
    timeouts: timeouts(3_000 * slow),
  };
}

/** Shorter than the defaults, so that more faults fit into a run. */
function timeouts(ms: number): Record<string, string> {
  return {
    DATABASE_TIMEOUTS: `connect=${ms}ms,append=${ms}ms,statement=${2 * ms}ms,lock=${ms}ms,silence=${2 * ms}ms`,
  };
}
