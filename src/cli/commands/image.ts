import { connect, type Whereabouts } from '../connection.ts';
import { control } from '../control.ts';

/** Declares a program as an image name. */
export async function addImage(name: string, command: string[], options: Whereabouts): Promise<void> {
  const directory = process.cwd();
  await control(await connect(options), 'POST', '/_postern/images', { name, command, directory });
  console.log(`${name} runs: ${command.join(' ')}  (in ${directory})`);
}

/** Prints the declared images. */
export async function listImages(options: Whereabouts & { json?: boolean }): Promise<void> {
  const images = (await control(await connect(options), 'GET', '/_postern/images')) as {
    name: string;
    command: string[];
  }[];
  if (options.json) return console.log(JSON.stringify(images, null, 2));
  for (const image of images) console.log(`${image.name}  ${image.command.join(' ')}`);
}

/** Forgets an image name. */
export async function removeImage(name: string, options: Whereabouts): Promise<void> {
  await control(await connect(options), 'DELETE', `/_postern/images/${encodeURIComponent(name)}`);
  console.log(`${name} is no longer declared`);
}
