// The example's stack with a usage plan too wide to be met, so that the path is measured and not the plan.
import { deployAndTell } from '../src/cli/deploy/report.ts';
import { stack } from '../examples/ridership/deploy.ts';
import { batch } from '../examples/ridership/sample.ts';

await deployAndTell({ ...stack, limits: { ratePerSecond: 10_000, burst: 5_000 } }, batch, true);
