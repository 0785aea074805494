// The example's stack with one model, so that every request does the same, and with a usage plan too wide to be met.
import { deployAndTell } from '../src/cli/deploy/report.ts';
import { stack } from '../examples/ridership/deploy.ts';
import { batch } from '../examples/ridership/sample.ts';

const variants = [{ name: 'AllTraffic', version: 'boosted', weight: 1 }];
const limits = { ratePerSecond: 10_000, burst: 5_000 };
await deployAndTell({ ...stack, variants, limits }, batch, true);
