import { setImmediate as afterAnswer } from 'node:timers/promises';
import type { LambdaParts } from './context.ts';
import { recordsIn } from './records/records.ts';
import { transitions, type VersionRow } from './records/rows.ts';

/** Gives the engine a function as its record says now, behind the answer, and notes that it has it. */
export function settleLater(parts: LambdaParts, account: string, region: string, name: string): void {
  const work = afterAnswer().then(() => settle(parts, account, region, name));
  parts.background('place a function', work);
}

/** Gives the engine a function as its record says now, and notes that it has it. */
export function settle(parts: LambdaParts, account: string, region: string, name: string): void {
  const { functions, versions } = recordsIn(parts.store, account, region);
  const found = functions.get(name);
  if (!found) return; // deleted meanwhile
  const row = isPlaced(found.latest)
    ? found
    : { ...found, latest: { ...found.latest, ...transitions.placed, revisionId: parts.ids.uuid() } };
  if (row !== found) functions.put(name, row);
  parts.hosting.place(account, region, row.latest);
  for (const { key, row: version } of versions.list({ prefix: `${name}/` })) {
    if (isPlaced(version)) continue;
    versions.put(key, { ...version, ...transitions.placed });
    parts.hosting.place(account, region, { ...version, ...transitions.placed });
  }
}

const isPlaced = ({ state, lastUpdate }: VersionRow): boolean =>
  state === 'Active' && lastUpdate === 'Successful';
