/** The laws of the house: who may import whom. `npm run lint` and test/architecture check them. */
const room = (name) => `^src/${name}/`;

/** A room imports the rooms on lower floors, named here, and nothing else of ours. */
const floors = {
  kit: [],
  plot: [],
  wire: ['kit'],
  store: ['kit'],
  machine: ['kit'],
  engine: ['kit', 'machine', 'engine'],
  services: ['kit', 'wire', 'store', 'engine', 'services'],
  server: ['kit', 'wire', 'store', 'machine', 'engine', 'services', 'server'],
  simulator: ['kit', 'plot', 'engine', 'simulator'],
  cli: ['kit'],
};

const upward = Object.entries(floors).map(([name, allowed]) => ({
  name: `floor-${name}`,
  comment: `src/${name} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: room(name), pathNot: '\\.test\\.ts$' },
  to: { path: '^src/', pathNot: [room(name), ...allowed.map(room)] },
}));

module.exports = {
  forbidden: [
    ...upward,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'doors',
      comment: 'another room is entered through its index.ts',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(kit|plot|wire|store|machine)/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$', '^src/[^/]+/[^/]+/index\\.ts$'] },
    },
    {
      name: 'engine-doors',
      comment: 'an engine is entered through its index.ts; a sibling only for its types',
      severity: 'error',
      from: { path: '^src/(?:engine/([^/]+)|services|server|simulator)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/engine/([^/]+)/', pathNot: ['^src/engine/$1/', '^src/engine/[^/]+/index\\.ts$'] },
    },
    {
      name: 'services-apart',
      comment: 'services call each other through the inside client or ports handed in',
      severity: 'error',
      from: { path: '^src/services/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/services/([^/]+)/', pathNot: '^src/services/$1/' },
    },
    {
      name: 'no-sdk-in-the-heart',
      comment: 'engines, wire, store and machine know no SDK; services only its types',
      severity: 'error',
      from: { path: '^src/(kit|store|machine|engine|wire|services|server)/', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules/@(aws-sdk|smithy)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-machine-spawns',
      severity: 'error',
      from: { path: '^src/(kit|store|engine|wire|services|server)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(node:)?child_process$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(generated|node_modules/(?!@aws-sdk|@smithy))' },
  },
};
