import type * as sdk from '@aws-sdk/client-sagemaker';
import type { Operations } from '../../wire/index.ts';
import type { Context } from './context.ts';
import { createEndpoint } from './operations/create-endpoint.ts';
import { createEndpointConfig } from './operations/create-endpoint-config.ts';
import { createModel } from './operations/create-model.ts';
import { deleteEndpoint } from './operations/delete-endpoint.ts';
import { deleteEndpointConfig } from './operations/delete-endpoint-config.ts';
import { deleteModel } from './operations/delete-model.ts';
import { describeEndpoint } from './operations/describe-endpoint.ts';
import { describeEndpointConfig } from './operations/describe-endpoint-config.ts';
import { describeModel } from './operations/describe-model.ts';
import { listEndpointConfigs } from './operations/list-endpoint-configs.ts';
import { listEndpoints } from './operations/list-endpoints.ts';
import { listModels } from './operations/list-models.ts';
import { addTags, deleteTags, listTags } from './operations/tags.ts';
import { updateEndpoint } from './operations/update-endpoint.ts';

/** What is built of SageMaker's control plane. */
export const operations = {
  AddTags: addTags,
  CreateEndpoint: createEndpoint,
  CreateEndpointConfig: createEndpointConfig,
  CreateModel: createModel,
  DeleteEndpoint: deleteEndpoint,
  DeleteEndpointConfig: deleteEndpointConfig,
  DeleteModel: deleteModel,
  DeleteTags: deleteTags,
  DescribeEndpoint: describeEndpoint,
  DescribeEndpointConfig: describeEndpointConfig,
  DescribeModel: describeModel,
  ListEndpointConfigs: listEndpointConfigs,
  ListEndpoints: listEndpoints,
  ListModels: listModels,
  ListTags: listTags,
  UpdateEndpoint: updateEndpoint,
} satisfies Operations<typeof sdk, Context>;
