/** The names of the collections. */
export const collections = {
  models: 'sagemaker.models',
  configs: 'sagemaker.endpoint-configs',
  endpoints: 'sagemaker.endpoints',
  tags: 'sagemaker.tags',
  images: 'sagemaker.images',
} as const;
