import { BareTable } from '../bare-table.js';
import { sample } from '../sample.js';
import { freshDatabase } from '#test/database.js';

const ms = 2000;
const rows = 500;

/** Rows per second of a bare multi-row insert into a table like the ledger's, 500 a statement, on the server as it is now. */
export async function bareRate(): Promise<number> {
  const database = await freshDatabase();
  try {
    const bare = await BareTable.create(database.owner);
    await bare.insertMany(sample.data, sample.source, rows);
    let count = 0;
    const start = performance.now();
    for (; performance.now() < start + ms; count += rows) await bare.insertMany(sample.data, sample.source, rows);
    return count / ((performance.now() - start) / 1000);
  } finally {
    await database.close();
  }
}
