import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/postern.js', import.meta.url));
let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postern-simulate-'));
  await writeFile(
    join(directory, 'load.csv'),
    'seconds,requests_per_second\n0,10\n600,120\n4200,10\n14400,10\n',
  );
  for (const [name, cooldown] of [
    ['eager', 60],
    ['patient', 900],
  ] as const) {
    const policy = {
      PolicyName: name,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 1500,
        PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
        ScaleInCooldown: cooldown,
      },
    };
    await writeFile(join(directory, `${name}.json`), JSON.stringify(policy));
  }
});
after(() => rm(directory, { recursive: true }));

const simulate = (...options: string[]) =>
  promisify(execFile)(process.execPath, [bin, 'simulate', '--trace', 'load.csv', ...options], {
    cwd: directory,
  });

test('policies run side by side over hours of load, with a table, CSV files and plots', async () => {
  const { stdout } = await simulate('--policy', 'eager.json', 'patient.json', '--out', 'out');
  assert.match(stdout, /^eager .*\npatient /m);
  const csv = (await readFile(join(directory, 'out/eager.csv'), 'utf8')).trim().split('\n');
  assert.equal(
    csv[0],
    'time,requests_per_second,desired,running,utilisation,waiting,refused,latency_ms,cost',
  );
  assert.equal(csv.length, 1 + 14_400 + (14_400 - 4_200));
  assert.match(await readFile(join(directory, 'out/instances.svg'), 'utf8'), /patient/);
});

test('a script reads the same as JSON: who waits longer to scale in pays more', async () => {
  const { stdout } = await simulate('--policy', 'eager.json', 'patient.json', '--json');
  const { runs } = JSON.parse(stdout) as {
    runs: { plan: string; cost: number; scaled: { from: number }[] }[];
  };
  const [eager, patient] = runs;
  assert.ok(eager && patient && eager.cost < patient.cost, stdout);
  assert.equal(eager.scaled[0]?.from, 1);
});

test('what cannot be simulated is said in a sentence', async () => {
  await assert.rejects(
    simulate('--policy', 'eager.json', '--service-ms', '0'),
    /--service-ms: '0' is not a number/,
  );
  await assert.rejects(simulate('--policy', 'missing.json'), /missing\.json/);
  await assert.rejects(
    simulate('--policy', 'eager.json', '--out', 'load.csv/below'),
    /postern: --out: the directory cannot be made/,
  );
});
