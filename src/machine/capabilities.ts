import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenedGroups } from './cgroup/open.ts';
import { quote, type Tools } from './launch.ts';
import type { Capability, Python } from './process.ts';
import { goesWell } from './programs.ts';

const ask = (name: string, available: boolean, detail: string, fix: string): Capability => ({
  name,
  available,
  detail,
  fix: available ? '' : fix,
});

const GROUP_FIX =
  'run as root with a writable /sys/fs/cgroup, or once inside: systemd-run --user --scope -p Delegate=yes postern start';

/** Whether CPU shares and memory limits are held by the kernel. */
export function limitCapabilities(opened: OpenedGroups): Capability[] {
  const has = opened.groups !== undefined;
  const onLinux = process.platform === 'linux';
  return [
    ask(
      'cpu-limit',
      has,
      has
        ? `${opened.detail}, 20 ms period`
        : `${onLinux ? 'stop/continue duty cycle instead' : 'none'}: ${opened.detail}`,
      GROUP_FIX,
    ),
    ask(
      'memory-limit',
      has,
      has ? opened.detail : `${onLinux ? 'looked at every 50 ms instead' : 'none'}: ${opened.detail}`,
      GROUP_FIX,
    ),
  ];
}

/** Whether processes end with Postern by the kernel's hand. */
export async function dieTogether(tools: Tools): Promise<Capability> {
  const has =
    tools.setpriv !== undefined &&
    (await goesWell(tools.setpriv, ['--pdeathsig', 'KILL', 'true'], { PATH: '/usr/bin:/bin' }));
  return ask(
    'die-together',
    has,
    has ? 'setpriv --pdeathsig' : 'processes of a killed Postern are ended by its next start',
    'install util-linux with setpriv (Linux only)',
  );
}

/** Whether a process can see directories of its own over the machine's, e.g. a private `/tmp`. */
export async function privateMounts(tools: Tools, scratch: string): Promise<Capability> {
  const { unshare, mount } = tools;
  let has = false;
  if (unshare && mount) {
    const directory = await mkdtemp(join(scratch, 'mount-'));
    const script = `${quote(mount)} --bind ${quote(directory)} /tmp && test -z "$(ls -A /tmp)"`;
    has = await goesWell(unshare, ['--mount', '--propagation', 'private', '/bin/sh', '-c', script], {
      PATH: '/usr/bin:/bin',
    });
    await rm(directory, { recursive: true, force: true });
  }
  return ask(
    'private-mounts',
    has,
    has ? 'a mount namespace a process' : 'functions share /tmp and get directories of their own in TMPDIR',
    'run as root with the right to mount (in Docker: --privileged)',
  );
}

/** Whether Python functions can run, and find boto3. */
export function pythonCapabilities(pythons: readonly Python[]): Capability[] {
  const withBoto3 = pythons.filter((python) => python.boto3);
  const list = (some: readonly Python[]) =>
    some.map(({ path, version }) => `${version} (${path})`).join(', ');
  return [
    ask(
      'python3',
      pythons.length > 0,
      pythons.length > 0 ? list(pythons) : 'Python functions cannot run',
      'install Python 3.9 or newer',
    ),
    ask(
      'boto3',
      withBoto3.length > 0,
      withBoto3.length > 0 ? list(withBoto3) : 'Python functions must bring their own boto3',
      'pip install boto3',
    ),
  ];
}
