import { Background } from './background.ts';
import type { WorldOptions } from './platform.ts';
import type { Data, StateDirectory } from './state-directory.ts';
import { openWorld, type World } from './world.ts';

/** The world that answers: opened once over what the state directory holds, replaced by an empty one at each reset. */
export class CurrentWorld implements AsyncDisposable {
  readonly #options: Omit<WorldOptions, 'directory'>;
  readonly #directory: StateDirectory;
  readonly #ending: Background;
  #data: Data;
  #world: World;
  #lastReset: Promise<void> = Promise.resolve();

  private constructor(options: Omit<WorldOptions, 'directory'>, directory: StateDirectory, world: World) {
    this.#options = options;
    this.#directory = directory;
    this.#ending = new Background(options.log);
    this.#data = directory.data;
    this.#world = world;
  }

  /** Opens the world and places again what its records say runs: before, a stage that is there would be answered as if it were not. */
  static async open(
    options: Omit<WorldOptions, 'directory'>,
    directory: StateDirectory,
  ): Promise<CurrentWorld> {
    const world = await openWorld({ ...options, directory: directory.data.path });
    try {
      await world.resume();
    } catch (error) {
      await world[Symbol.asyncDispose]();
      throw error;
    }
    return new CurrentWorld(options, directory, world);
  }

  get now(): World {
    return this.#world;
  }

  /** Begins anew with nothing. Resets that come together run one after the other. */
  reset(): Promise<void> {
    this.#lastReset = this.#lastReset.catch(() => {}).then(() => this.#replace());
    return this.#lastReset;
  }

  async #replace(): Promise<void> {
    const [world, data] = [this.#world, this.#data];
    this.#data = await this.#directory.renew();
    this.#world = await openWorld({ ...this.#options, directory: this.#data.path });
    this.#options.log.info({}, 'everything was deleted');
    // The old world ends behind the answer, with what it is being asked: nobody asks it anything new.
    this.#ending.add('end what was reset', end(world, data));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lastReset.catch(() => {});
    await this.#world[Symbol.asyncDispose]();
    await this.#ending[Symbol.asyncDispose]();
  }
}

async function end(world: World, data: Data): Promise<void> {
  await world[Symbol.asyncDispose]();
  await data.discard();
}
