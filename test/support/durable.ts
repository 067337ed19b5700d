import { migrate } from '../../src/edges/storage/migrate.js';
import { emptyDatabase, type Database } from './database.js';

/** A database with our tables and DBOS's. */
export async function migratedDatabase(migrateDurable: (url: string) => Promise<void>): Promise<Database> {
  const database = await emptyDatabase();
  await migrate({ url: database.url, also: () => migrateDurable(database.url) });
  return database;
}
