import type { ApiSpec, Gateway } from '../../engine/gateway/index.ts';
import { rowsOf } from './records/rows-of.ts';
import { type Collections, type Kept, recordsIn } from './records/collections.ts';
import { apiSpec, type WholeApi } from './translate/api-spec.ts';
import { keySpec, planSpec } from './translate/plan-spec.ts';
import { stageSpec } from './translate/stage-spec.ts';

/** Whose records are meant. */
interface Scope {
  readonly account: string;
  readonly region: string;
}

/** Brings what is recorded to the data plane: stages, plans, keys. */
export class Deployer {
  readonly #collections: Collections;
  readonly #gateway: Gateway;

  constructor(collections: Collections, gateway: Gateway) {
    this.#collections = collections;
    this.#gateway = gateway;
  }

  /** The API as it is now, in the form that is kept with a deployment. */
  snapshot(scope: Scope, apiId: string, deploymentId: string): ApiSpec | undefined {
    const whole = this.#whole(scope, apiId);
    return whole && apiSpec(whole, deploymentId);
  }

  /** Serves a stage as its record says; no longer when there is none, or its API's own endpoint is disabled. */
  placeStage(scope: Scope, apiId: string, stageName: string): void {
    const kept = this.#kept(scope);
    const stage = kept.stages.get(`${apiId}/${stageName}`);
    const snapshot = stage && kept.snapshots.get(`${apiId}/${stage.deploymentId}`);
    if (!stage || !snapshot || kept.restApis.get(apiId)?.disableExecuteApiEndpoint) {
      this.#gateway.remove(apiId, stageName);
    } else {
      this.#gateway.place(stageSpec(stage, snapshot));
    }
  }

  /** Serves all stages of an API as their records say. */
  placeStages(scope: Scope, apiId: string): void {
    for (const { stageName } of rowsOf(this.#kept(scope).stages, apiId))
      this.placeStage(scope, apiId, stageName);
  }

  /** Holds to the usage plans and keys as their records say. */
  placePlans(scope: Scope): void {
    const kept = this.#kept(scope);
    const keys = kept.apiKeys.list().map(({ row }) => keySpec(row));
    const plans = kept.usagePlans.list().map(({ row }) =>
      planSpec(
        row,
        rowsOf(kept.planKeys, row.id).map(({ id }) => id),
      ),
    );
    this.#gateway.placePlans(scope.account, scope.region, plans, keys);
  }

  /** Serves everything that is recorded: at start. */
  resume(): void {
    for (const { account, region, key } of this.#collections.stages.all()) {
      const [apiId = '', stageName = ''] = key.split('/');
      this.placeStage({ account, region }, apiId, stageName);
    }
    const scopes = new Map(
      this.#collections.apiKeys
        .all()
        .map(({ account, region }) => [`${account}/${region}`, { account, region }]),
    );
    for (const scope of scopes.values()) this.placePlans(scope);
  }

  #whole(scope: Scope, apiId: string): WholeApi | undefined {
    const kept = this.#kept(scope);
    const api = kept.restApis.get(apiId);
    return (
      api && {
        ...scope,
        api,
        resources: rowsOf(kept.resources, apiId),
        models: rowsOf(kept.models, apiId),
        validators: rowsOf(kept.validators, apiId),
        gatewayResponses: rowsOf(kept.gatewayResponses, apiId),
      }
    );
  }

  #kept({ account, region }: Scope): Kept {
    return recordsIn(this.#collections, account, region);
  }
}
