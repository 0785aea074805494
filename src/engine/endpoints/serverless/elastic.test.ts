import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { StandingClock } from '../../../kit/index.ts';
import type { ServerlessEvent } from '../events.ts';
import type { FirstStart } from '../first-start.ts';
import { Elastic, type Member } from './elastic.ts';

interface Person extends Member {
  outstanding: number;
  inService: boolean;
  arrive(start?: FirstStart): Promise<void>;
}

let clock: StandingClock;
let members: Person[];
let waiting: number;
let deserted: number;
let told: ServerlessEvent['kind'][];
beforeEach(() => {
  clock = new StandingClock();
  [members, waiting, deserted, told] = [[], 0, 0, []];
});

function elastic(maxConcurrency: number, provisioned = 0): Elastic<Person> {
  return new Elastic({ maxConcurrency, provisioned, idleMs: 1000 }, clock, {
    get members() {
      return members;
    },
    get waiting() {
      return waiting;
    },
    get inFlight() {
      return members.reduce((sum, { outstanding }) => sum + outstanding, 0);
    },
    start(count) {
      const made = Array.from({ length: count }, () => person(`${members.length}`));
      members.push(...made);
      return made;
    },
    async dismiss(gone) {
      members = members.filter((one) => !gone.includes(one));
    },
    desert() {
      deserted++;
    },
    tell: (_, { kind }) => told.push(kind),
  });
}

function person(id: string): Person {
  const { promise, resolve } = Promise.withResolvers<FirstStart>();
  return {
    id,
    outstanding: 0,
    inService: false,
    firstStart: promise,
    async arrive(start = { ok: true }) {
      this.inService = start.ok;
      resolve(start);
      await new Promise(setImmediate);
    },
  };
}

test('one comes for each who waits, up to the maximum', () => {
  const crew = elastic(3);
  waiting = 2;
  crew.called();
  crew.called();
  assert.equal(members.length, 2, 'nobody is called twice');
  waiting = 5;
  crew.called();
  assert.equal(members.length, 3);
});

test('it is full when as many are served or wait as may be at once', async () => {
  const crew = elastic(2);
  assert.equal(crew.full, false);
  waiting = 1;
  crew.called();
  await members[0]?.arrive();
  (members[0] as Person).outstanding = 1;
  assert.equal(crew.full, true);
  waiting = 0;
  assert.equal(crew.full, false);
});

test('those that rest for long go, those that are provisioned stay', async () => {
  const crew = elastic(3, 1);
  waiting = 3;
  crew.called();
  for (const member of members) await member.arrive();
  assert.deepEqual(told, ['came', 'came', 'came']);
  const [first, second, third] = members as [Person, Person, Person];
  third.outstanding = 1;
  clock.advance(999);
  assert.equal(members.length, 3);
  clock.advance(1);
  assert.deepEqual(members, [first, third]);
  third.outstanding = 0;
  crew.rests(third);
  clock.advance(1999);
  assert.deepEqual(members, [first], `${second.id} and ${third.id} have gone`);
  clock.advance(100_000);
  assert.deepEqual(members, [first]);
});

test('when nobody can come, those who wait are told', async () => {
  const crew = elastic(2);
  waiting = 2;
  crew.called();
  const [first, second] = members as [Person, Person];
  await first.arrive({ ok: false, cause: 'container', reason: 'no' });
  assert.deepEqual([members.length, deserted], [1, 0]);
  await second.arrive({ ok: false, cause: 'container', reason: 'no' });
  assert.deepEqual([members.length, deserted], [0, 1]);
});

test('more provisioned come at once, fewer go when they rest', async () => {
  const crew = elastic(5);
  const tuned = crew.tune({ maxConcurrency: 5, provisioned: 2 });
  for (const member of members) await member.arrive();
  assert.deepEqual(await tuned, { kind: 'reached' });
  assert.equal(members.length, 2);
  clock.advance(10_000);
  assert.equal(members.length, 2);
  await crew.tune({ maxConcurrency: 1, provisioned: 0 });
  clock.advance(1000);
  assert.equal(members.length, 0);
  assert.equal(crew.full, false);
});
