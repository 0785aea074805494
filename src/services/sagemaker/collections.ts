/** The names of the collections. */
export const collections = {
  models: 'sagemaker.models',
  configs: 'sagemaker.endpoint-configs',
  endpoints: 'sagemaker.endpoints',
  components: 'sagemaker.inference-components',
  tags: 'sagemaker.tags',
  images: 'sagemaker.images',
  modelPackageGroups: 'sagemaker.model-package-groups',
  modelPackages: 'sagemaker.model-packages',
} as const;
