import { readRule, type ReadRule } from '../../../engine/telemetry/index.ts';
import type { Collection, Store } from '../../../store/index.ts';
import { alarmNameOf, type AlarmRow, type CompositeAlarmRow, type Owner } from './alarm.ts';

interface Kept {
  readonly row: AlarmRow;
  /** Of a composite alarm: its rule, and the names of the alarms in it. */
  readonly rule?: ReadRule;
  readonly children: readonly string[];
}

/** The alarms, kept in memory as well: they are read every minute, and written when they change only. */
export class AlarmBook {
  readonly #collection: Collection<AlarmRow>;
  readonly #owners = new Map<string, Map<string, Kept>>();

  constructor(store: Store) {
    this.#collection = store.collection('cloudwatch.alarms');
    for (const { account, region, row } of this.#collection.all()) this.#keep({ account, region }, row);
  }

  get(owner: Owner, name: string): AlarmRow | undefined {
    return this.#of(owner).get(name)?.row;
  }

  /** All of an owner, by name. */
  list(owner: Owner): AlarmRow[] {
    const rows = [...this.#of(owner).values()].map(({ row }) => row);
    return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  count(owner: Owner): number {
    return this.#of(owner).size;
  }

  put(owner: Owner, row: AlarmRow): void {
    this.#collection.in(owner.account, owner.region).put(row.name, row);
    this.#keep(owner, row);
  }

  delete(owner: Owner, name: string): void {
    this.#collection.in(owner.account, owner.region).delete(name);
    this.#of(owner).delete(name);
  }

  /** Of everybody. */
  *all(): Generator<{ readonly owner: Owner; readonly row: AlarmRow }> {
    for (const [key, kept] of this.#owners) {
      const [account = '', region = ''] = key.split(' ');
      for (const { row } of kept.values()) yield { owner: { account, region }, row };
    }
  }

  /** The composite alarms whose rules name an alarm. */
  parentsOf(owner: Owner, name: string): CompositeAlarmRow[] {
    const parents: CompositeAlarmRow[] = [];
    for (const { row, children } of this.#of(owner).values()) {
      if (row.kind === 'composite' && children.includes(name)) parents.push(row);
    }
    return parents;
  }

  /** The composite alarms whose actions an alarm holds back. */
  suppressedBy(owner: Owner, name: string): CompositeAlarmRow[] {
    const suppressed: CompositeAlarmRow[] = [];
    for (const { row } of this.#of(owner).values()) {
      if (row.kind !== 'composite' || !row.suppressor) continue;
      if (alarmNameOf(owner, row.suppressor.alarm) === name) suppressed.push(row);
    }
    return suppressed;
  }

  /** The alarms that the rule of a composite alarm names and that are there. */
  childrenOf(owner: Owner, name: string): AlarmRow[] {
    const kept = this.#of(owner);
    return (kept.get(name)?.children ?? []).flatMap((child) => kept.get(child)?.row ?? []);
  }

  /** The rule of a composite alarm. */
  ruleOf(owner: Owner, name: string): ReadRule | undefined {
    return this.#of(owner).get(name)?.rule;
  }

  #of({ account, region }: Owner): Map<string, Kept> {
    const key = `${account} ${region}`;
    let kept = this.#owners.get(key);
    if (!kept) this.#owners.set(key, (kept = new Map()));
    return kept;
  }

  #keep(owner: Owner, row: AlarmRow): void {
    const known = this.#of(owner).get(row.name);
    const same = row.kind === 'composite' && known?.row.kind === 'composite' && known.row.rule === row.rule;
    this.#of(owner).set(row.name, same ? { ...known, row } : kept(owner, row));
  }
}

function kept(owner: Owner, row: AlarmRow): Kept {
  const rule = row.kind === 'composite' ? readRule(row.rule) : undefined;
  if (!rule || 'wrong' in rule) return { row, children: [] };
  return { row, rule, children: rule.alarms.flatMap((alarm) => alarmNameOf(owner, alarm) ?? []) };
}
