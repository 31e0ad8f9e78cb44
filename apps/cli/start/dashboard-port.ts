const ABOVE = 1_000;
const MOST = 65_535;

/** Where the queues are looked at when nobody says: so far above the api that a second Jalon beside it finds its own free. */
export const dashboardPortFor = (apiPort: number): number | 'off' =>
  apiPort + ABOVE <= MOST ? apiPort + ABOVE : 'off';
