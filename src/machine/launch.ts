import type { Mount } from './process.ts';

/** Programs of the system, by absolute path; what is missing is undefined. */
export interface Tools {
  readonly setpriv: string | undefined;
  readonly unshare: string | undefined;
  readonly mount: string | undefined;
}

/** What stands between a spawn and the program: each is an exec in place, so the process keeps its id. */
export interface LaunchPlan {
  readonly tools: Tools;
  /** Files to write `0` into: the process joins its control groups before it runs the program. */
  readonly entries: readonly string[];
  readonly mounts: readonly Mount[];
}

/**
 * The command that runs `command` with `args` by that plan: it ends when Postern does where `setpriv` is there, sees its
 * mounts and is in its control groups from its first instruction on.
 */
export function launch(plan: LaunchPlan, command: string, args: readonly string[]): [string, string[]] {
  const { setpriv, unshare, mount } = plan.tools;
  let line = [command, ...args];
  if (plan.mounts.length > 0) {
    if (!unshare || !mount) throw new Error('this machine makes no private mounts');
    const binds = plan.mounts.map(
      ({ source, target }) => `${quote(mount)} --rbind ${quote(source)} ${quote(target)}`,
    );
    line = [unshare, '--mount', '--propagation', 'private', ...shell([...binds, 'exec "$@"'], line)];
  }
  if (plan.entries.length > 0) {
    line = shell([...plan.entries.map((file) => `echo 0 > ${quote(file)}`), 'exec "$@"'], line);
  }
  if (setpriv) line = [setpriv, '--pdeathsig', 'KILL', ...line];
  return [line[0] as string, line.slice(1)];
}

function shell(steps: readonly string[], line: readonly string[]): string[] {
  return ['/bin/sh', '-c', steps.join(' && '), 'postern', ...line];
}

/** The text as one word of a shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
