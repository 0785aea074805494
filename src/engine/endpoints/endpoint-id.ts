interface Owner {
  readonly account: string;
  readonly region: string;
}

/** The id of an endpoint, the same for whoever places it and whoever asks it; names differ by more than case. */
export const endpointId = (owner: Owner, name: string): string =>
  `${owner.account}/${owner.region}/${name.toLowerCase()}`;

/** The id under which an inference component of an endpoint serves. */
export const componentId = (owner: Owner, endpoint: string, component: string): string =>
  `${endpointId(owner, endpoint)}#${component.toLowerCase()}`;
