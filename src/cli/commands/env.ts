import { clientEnvironment, connect, type Whereabouts } from '../connection.ts';

/** Prints the variables that point an AWS client at the server, as shell or JSON. */
export async function env(options: Whereabouts & { json?: boolean }): Promise<void> {
  const variables = clientEnvironment(await connect(options));
  if (options.json) return console.log(JSON.stringify(variables, null, 2));
  for (const [name, value] of Object.entries(variables)) console.log(`export ${name}=${quote(value)}`);
  console.log('unset AWS_SESSION_TOKEN AWS_PROFILE');
}

/** Quoted for any POSIX shell. */
function quote(text: string): string {
  return /^[\w:/.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
