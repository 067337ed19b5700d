import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Config } from '../config.js';
import type { Application } from '../edges/graph/application.js';
import { WorkplaceProblem } from '../migration/ports.js';

/**
 * When what the application signs in with ends: its certificate, or of the secrets that Entra has the one that ends last, because which
 * one is in use cannot be seen. Null for what does not end, `unknown` when it cannot be read (`Application.Read.All`).
 */
export async function signInEnds({ app }: Config, application: Application): Promise<Date | 'unknown' | null> {
  if (app.type === 'UserAssignedMSI' || app.tokenFile !== null) return null;
  if (app.certificate !== null) return new Date(new X509Certificate(readFileSync(app.certificate, 'utf8')).validTo);
  try {
    const [last] = await application.expiries(app.id);
    return last?.endsAt ?? null;
  } catch (error) {
    if (error instanceof WorkplaceProblem) return 'unknown';
    throw error;
  }
}
