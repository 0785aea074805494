/**
 * Deploys the ridership stack with the AWS SDK, as any client would, and calls it once.
 * eval "$(npx postern env)" && node examples/ridership/deploy.ts [--json]
 */
import { beside, type ModelApiSpec } from '../../src/cli/deploy/index.ts';
import { deployAndTell } from '../../src/cli/deploy/report.ts';
import { batch } from './sample.ts';

const here = import.meta.url;

/** The stack: gateway, function, endpoint, both models. */
export const stack: ModelApiSpec = {
  name: 'ridership',
  models: [
    { version: 'baseline', file: beside(here, 'models/baseline.onnx') },
    { version: 'boosted', file: beside(here, 'models/boosted.onnx') },
  ],
  // The better model has a tenth of the traffic, until UpdateEndpointWeightsAndCapacities gives it more.
  variants: [
    { name: 'baseline', version: 'baseline', weight: 9 },
    { name: 'boosted', version: 'boosted', weight: 1 },
  ],
  image: 'postern/onnx:1',
  instanceType: 'ml.m5.large',
  handler: {
    entry: beside(here, 'function/handler.ts'),
    runtime: 'nodejs24.x',
    memoryMb: 1769,
    timeoutSeconds: 15,
  },
  path: 'predictions',
  requestSchema: {
    title: 'A batch of days',
    type: 'array',
    minItems: 1,
    maxItems: 1000,
    items: {
      type: 'object',
      required: ['date'],
      properties: {
        date: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
        homeGames: { type: 'array', items: { enum: ['Blackhawks', 'Bulls', 'Bears', 'WhiteSox', 'Cubs'] } },
      },
      additionalProperties: { type: 'number' },
    },
  },
  limits: { ratePerSecond: 100, burst: 200 },
};

if (import.meta.main) await deployAndTell(stack, batch, process.argv.includes('--json'));
