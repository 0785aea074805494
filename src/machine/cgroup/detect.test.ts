import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPlace } from './detect.ts';

const hybrid = `26 21 0:22 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
27 26 0:23 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
28 26 0:24 /jobs /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
29 26 0:25 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`;

test('version 1: the controllers beside each other, below where we are in each', () => {
  const own = '4:memory:/jobs/a\n2:cpu,cpuacct:/\n0::/\n';
  assert.deepEqual(findPlace(true, { mounts: hybrid, own, read: () => 'hugetlb' }), {
    version: 1,
    cpu: '/sys/fs/cgroup/cpu,cpuacct',
    cpuacct: '/sys/fs/cgroup/cpu,cpuacct',
    memory: '/sys/fs/cgroup/memory/a',
  });
});

const unified = '27 26 0:23 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw\n';

test('version 2: at the root for root, in our own group for a user', () => {
  const files = {
    mounts: unified,
    own: '0::/user.slice/x.scope\n',
    read: () => 'cpuset cpu io memory pids\n',
  };
  assert.deepEqual(findPlace(true, files), {
    version: 2,
    parents: ['/sys/fs/cgroup', '/sys/fs/cgroup/user.slice/x.scope'],
  });
  assert.deepEqual(findPlace(false, files), { version: 2, parents: ['/sys/fs/cgroup/user.slice/x.scope'] });
});

test('a version 2 mount without the controllers is none', () => {
  assert.equal(findPlace(true, { mounts: unified, own: '0::/\n', read: () => 'hugetlb\n' }), undefined);
  assert.equal(findPlace(true, { mounts: '', own: '', read: () => '' }), undefined);
});
