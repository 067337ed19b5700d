import { pino, type DestinationStream } from 'pino';

/** What a log line may hold besides its sentence: ids, codes and counts of ours, never a name or a word of anybody. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** Lines of JSON on standard output. A message is one of our own sentences. */
export type Log = {
  info(message: string, facts?: Facts): void;
  /** Something that somebody should look at. */
  warn(message: string, facts?: Facts): void;
};

/** Only strings, numbers and flags get through: an object could bring along what nobody has looked at. */
export function openLog(destination?: DestinationStream): Log {
  const options = { base: { app: 'regroup', pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  return {
    info: (message, facts = {}) => logger.info(plain(facts), message),
    warn: (message, facts = {}) => logger.warn(plain(facts), message),
  };
}

function plain(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'object' ? 'not shown' : value]),
  );
}
