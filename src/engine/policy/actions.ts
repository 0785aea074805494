import { compileWildcards } from './pattern.ts';

/** Whether an action, in lower case, is one of a list. */
export type ActionMatcher = (action: string) => boolean;

interface OfService {
  readonly exact: Set<string>;
  readonly wild: ((name: string) => boolean)[];
}

/**
 * Compiles a list of actions with wildcards. They are told apart by service first: AWS's own policies list a thousand, and a
 * request is about one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function compileActionList(actions: readonly string[]): ActionMatcher {
  const services = new Map<string, OfService>();
  const anyService: ((action: string) => boolean)[] = [];
  for (const action of actions.map((text) => text.toLowerCase())) {
    const colon = action.indexOf(':');
    const service = action.slice(0, colon);
    if (colon < 0 || /[*?]/.test(service)) {
      anyService.push(compileWildcards(action));
      continue;
    }
    const list = services.get(service) ?? { exact: new Set<string>(), wild: [] };
    services.set(service, list);
    const name = action.slice(colon + 1);
    if (/[*?]/.test(name)) list.wild.push(compileWildcards(name));
    else list.exact.add(name);
  }
  return (action) => {
    const colon = action.indexOf(':');
    const list = services.get(action.slice(0, colon));
    const name = action.slice(colon + 1);
    if (list && (list.exact.has(name) || list.wild.some((matches) => matches(name)))) return true;
    return anyService.some((matches) => matches(action));
  };
}
