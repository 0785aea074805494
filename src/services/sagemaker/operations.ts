import type * as sdk from '@aws-sdk/client-sagemaker';
import type { Operations } from '../../wire/index.ts';
import type { Context } from './context.ts';
import { batchDescribeModelPackage } from './operations/batch-describe-model-package.ts';
import { createEndpoint } from './operations/create-endpoint.ts';
import { createEndpointConfig } from './operations/create-endpoint-config.ts';
import { createInferenceComponent } from './operations/create-inference-component.ts';
import { createModel } from './operations/create-model.ts';
import { createModelPackage } from './operations/create-model-package.ts';
import { createModelPackageGroup } from './operations/create-model-package-group.ts';
import { deleteEndpoint } from './operations/delete-endpoint.ts';
import { deleteEndpointConfig } from './operations/delete-endpoint-config.ts';
import { deleteInferenceComponent } from './operations/delete-inference-component.ts';
import { deleteModel } from './operations/delete-model.ts';
import { deleteModelPackage } from './operations/delete-model-package.ts';
import { deleteModelPackageGroup } from './operations/delete-model-package-group.ts';
import { describeEndpoint } from './operations/describe-endpoint.ts';
import { describeEndpointConfig } from './operations/describe-endpoint-config.ts';
import { describeInferenceComponent } from './operations/describe-inference-component.ts';
import { describeModel } from './operations/describe-model.ts';
import { describeModelPackage } from './operations/describe-model-package.ts';
import { describeModelPackageGroup } from './operations/describe-model-package-group.ts';
import { listEndpointConfigs } from './operations/list-endpoint-configs.ts';
import { listEndpoints } from './operations/list-endpoints.ts';
import { listInferenceComponents } from './operations/list-inference-components.ts';
import { listModelPackageGroups } from './operations/list-model-package-groups.ts';
import { listModelPackages } from './operations/list-model-packages.ts';
import { listModels } from './operations/list-models.ts';
import {
  deleteModelPackageGroupPolicy,
  getModelPackageGroupPolicy,
  putModelPackageGroupPolicy,
} from './operations/model-package-group-policies.ts';
import { addTags, deleteTags, listTags } from './operations/tags.ts';
import { updateEndpoint } from './operations/update-endpoint.ts';
import { updateEndpointWeightsAndCapacities } from './operations/update-endpoint-weights-and-capacities.ts';
import { updateInferenceComponent } from './operations/update-inference-component.ts';
import { updateInferenceComponentRuntimeConfig } from './operations/update-inference-component-runtime-config.ts';
import { updateModelPackage } from './operations/update-model-package.ts';

/** What is built of SageMaker's control plane. */
export const operations = {
  AddTags: addTags,
  BatchDescribeModelPackage: batchDescribeModelPackage,
  CreateEndpoint: createEndpoint,
  CreateEndpointConfig: createEndpointConfig,
  CreateInferenceComponent: createInferenceComponent,
  CreateModel: createModel,
  CreateModelPackage: createModelPackage,
  CreateModelPackageGroup: createModelPackageGroup,
  DeleteEndpoint: deleteEndpoint,
  DeleteEndpointConfig: deleteEndpointConfig,
  DeleteInferenceComponent: deleteInferenceComponent,
  DeleteModel: deleteModel,
  DeleteModelPackage: deleteModelPackage,
  DeleteModelPackageGroup: deleteModelPackageGroup,
  DeleteModelPackageGroupPolicy: deleteModelPackageGroupPolicy,
  DeleteTags: deleteTags,
  DescribeEndpoint: describeEndpoint,
  DescribeEndpointConfig: describeEndpointConfig,
  DescribeInferenceComponent: describeInferenceComponent,
  DescribeModel: describeModel,
  DescribeModelPackage: describeModelPackage,
  DescribeModelPackageGroup: describeModelPackageGroup,
  GetModelPackageGroupPolicy: getModelPackageGroupPolicy,
  ListEndpointConfigs: listEndpointConfigs,
  ListEndpoints: listEndpoints,
  ListInferenceComponents: listInferenceComponents,
  ListModelPackageGroups: listModelPackageGroups,
  ListModelPackages: listModelPackages,
  ListModels: listModels,
  ListTags: listTags,
  PutModelPackageGroupPolicy: putModelPackageGroupPolicy,
  UpdateEndpoint: updateEndpoint,
  UpdateEndpointWeightsAndCapacities: updateEndpointWeightsAndCapacities,
  UpdateInferenceComponent: updateInferenceComponent,
  UpdateInferenceComponentRuntimeConfig: updateInferenceComponentRuntimeConfig,
  UpdateModelPackage: updateModelPackage,
} satisfies Operations<typeof sdk, Context>;
