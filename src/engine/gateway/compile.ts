import { TokenBucket } from '../../kit/index.ts';
import { compileFunction } from './integrations/function.ts';
import { compileFunctionProxy } from './integrations/function-proxy.ts';
import { compileHttp, compileHttpProxy } from './integrations/http.ts';
import type { IntegrationContext } from './integrations/context.ts';
import type { Integrate, Method, Stage } from './request.ts';
import { compileMock } from './integrations/mock.ts';
import { compileBinaryTypes, type IsBinary } from './media.ts';
import { Models } from './models.ts';
import { misconfigured } from './refusal.ts';
import { RouteTree } from './route-tree.ts';
import type { IntegrationSpec, MethodSettingsSpec, MethodSpec, ResourceSpec, StageSpec } from './spec.ts';
import { compileValidation } from './validate.ts';

const quiet: MethodSettingsSpec = Object.freeze({ logging: 'off', dataTrace: false, detailedMetrics: false });

/** Makes a stage of its spec. Costs a few milliseconds at most: models are compiled when first used. */
export function compileStage(spec: StageSpec, context: IntegrationContext, nowMs: number): Stage {
  const { api } = spec;
  const models = new Models(api.apiId, api.models);
  const isBinary = compileBinaryTypes(api.binaryMediaTypes);
  const routes = new RouteTree<Method>();
  const all: Method[] = [];
  for (const resource of api.resources) {
    for (const [name, method] of Object.entries(resource.methods)) {
      const compiled = compileMethod({ spec, resource, name, method, models, isBinary, context, nowMs });
      routes.add(resource.path, name, compiled);
      all.push(compiled);
    }
  }
  return {
    api,
    name: spec.name,
    variables: spec.variables,
    routes,
    accessLog: spec.accessLog,
    dimensions: [
      Object.freeze({ ApiName: api.name }),
      Object.freeze({ ApiName: api.name, Stage: spec.name }),
    ],
    logging: {
      errors: all.some(({ settings }) => settings.logging !== 'off'),
      detailed: all.some(({ settings }) => settings.logging === 'info'),
      tracing: all.some(({ settings }) => settings.logging === 'info' && settings.dataTrace),
    },
  };
}

function compileMethod(of: {
  spec: StageSpec;
  resource: ResourceSpec;
  name: string;
  method: MethodSpec;
  models: Models;
  isBinary: IsBinary;
  context: IntegrationContext;
  nowMs: number;
}): Method {
  const { resource, name, method } = of;
  const key = `${resource.path === '/' ? '' : resource.path}/${name}`;
  const all = of.spec.settings['*/*'];
  const settings = of.spec.settings[key] ?? all ?? quiet;
  const throttle = settings.throttle ?? all?.throttle;
  return {
    spec: method,
    method: name,
    resourceId: resource.id,
    resourcePath: resource.path,
    key,
    settings,
    bucket: throttle && new TokenBucket(throttle.ratePerSecond, throttle.burst, of.nowMs),
    validation: compileValidation(method, of.models),
    integrate: compileIntegration(method.integration, of.isBinary, of.context),
    timeoutMs: method.integration?.timeoutMs ?? 29_000,
  };
}

function compileIntegration(
  spec: IntegrationSpec | undefined,
  isBinary: IsBinary,
  context: IntegrationContext,
): Integrate {
  switch (spec?.kind) {
    case 'function-proxy':
      return compileFunctionProxy(spec, isBinary, context);
    case 'function':
      return compileFunction(spec, isBinary, context);
    case 'http-proxy':
      return compileHttpProxy(spec, context);
    case 'http':
      return compileHttp(spec, isBinary, context);
    case 'mock':
      return compileMock(spec, isBinary);
    case undefined:
      return async () => ({ answer: misconfigured('No integration defined for method'), endpoint: {} });
  }
}
