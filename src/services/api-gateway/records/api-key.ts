import type { ApiKey, CreateApiKeyRequest } from '@aws-sdk/client-api-gateway';
import { ALPHANUMERIC, type Ids } from '../../../kit/index.ts';
import { badRequest } from '../faults.ts';
import { newId } from './ids.ts';
import type { ApiKeyRow } from './rows.ts';

/** Makes an API key of a request, or refuses it. */
export function makeApiKey(
  input: CreateApiKeyRequest,
  { ids, timeMs }: { ids: Ids; timeMs: number },
): ApiKeyRow {
  const { name, description, value, customerId, tags } = input;
  checkApiKeyText({ name, description });
  if (value) {
    if (value.length > 128) throw badRequest('API Key value exceeds maximum size of 128 characters');
    if (value.length < 20) throw badRequest('API Key value should be at least 20 characters');
  }
  return {
    id: newId.apiKey(ids),
    value: value || ids.from(ALPHANUMERIC, 40),
    ...(name === undefined ? {} : { name }),
    ...(customerId === undefined ? {} : { customerId }),
    ...(description === undefined ? {} : { description }),
    enabled: input.enabled ?? false,
    createdDate: timeMs,
    lastUpdatedDate: timeMs,
    stageKeys: (input.stageKeys ?? []).map(({ restApiId, stageName }) => `${restApiId}/${stageName}`),
    ...(tags === undefined ? {} : { tags }),
  };
}

/** Refuses a name or description that is too long. */
export function checkApiKeyText({
  name,
  description,
}: {
  name?: string | undefined;
  description?: string | undefined;
}): void {
  if (name !== undefined && name.length > 1024) {
    throw badRequest('Invalid API Key name, can be at most 1024 characters.');
  }
  if (description !== undefined && description.length > 125_000) {
    throw badRequest('Invalid API Key description specified.');
  }
}

/** An API key as it is answered; its value only where it was asked for. */
export function apiKeyAnswer(row: ApiKeyRow, withValue: boolean): ApiKey {
  const { value, ...rest } = row;
  return {
    ...rest,
    ...(withValue && { value }),
    createdDate: new Date(row.createdDate),
    lastUpdatedDate: new Date(row.lastUpdatedDate),
    stageKeys: [...row.stageKeys],
    ...(row.tags && { tags: { ...row.tags } }),
  };
}
