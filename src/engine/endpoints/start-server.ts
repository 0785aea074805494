import { Container } from './container.ts';
import type { InstanceEvent } from './events.ts';
import type { ModelServer, ServerHome } from './model-server.ts';
import { MultiModelServer } from './multi-model/server.ts';
import { Pipeline } from './pipeline/pipeline.ts';
import type { ContainerSpec, ServerSpec } from './spec.ts';

/** Starts what a spec says an instance runs; whether it becomes healthy is for `ready` to say. */
export async function startServer(home: ServerHome, spec: ServerSpec): Promise<ModelServer> {
  if (!('containers' in spec)) return startContainer(home, spec);
  const { containers, mode } = spec;
  const starts = containers.map(async ({ name, container }) => {
    const tell = (event: InstanceEvent) =>
      home.tell(event.kind === 'printed' ? { ...event, container: name } : event);
    const its = { ...home, label: `${home.label}/${name}`, instance: `${home.instance}/${name}`, tell };
    return { name, server: await startContainer(its, container) };
  });
  const stages = await Promise.allSettled(starts);
  const started = stages.flatMap((stage) => (stage.status === 'fulfilled' ? [stage.value] : []));
  const failed = stages.find((stage) => stage.status === 'rejected');
  if (failed) {
    await Promise.all(started.map(({ server }) => server.stop(0)));
    throw failed.reason;
  }
  return new Pipeline(home, started, mode);
}

async function startContainer(home: ServerHome, spec: ContainerSpec): Promise<ModelServer> {
  const print = (lines: readonly string[]) => home.tell({ kind: 'printed', lines });
  const { health, label, maxResponseBytes } = home;
  const container = await Container.start(home, label, spec, health, maxResponseBytes, print);
  return spec.multiModel ? new MultiModelServer(home, container, spec.multiModel) : container;
}
