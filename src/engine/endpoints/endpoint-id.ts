/** The id of an endpoint, the same for whoever places it and whoever asks it; names differ by more than case. */
export const endpointId = (
  owner: { readonly account: string; readonly region: string },
  name: string,
): string => `${owner.account}/${owner.region}/${name.toLowerCase()}`;
