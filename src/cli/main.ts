import { Command } from 'commander';

const program = new Command('postern')
  .description("AWS's private model-serving architecture, real, on one machine")
  .version('0.1.0')
  .showHelpAfterError()
  .configureHelp({ sortSubcommands: false });

/** Loads a command's file only when it runs: each brings the SDK clients it needs. */
const run =
  (load: () => Promise<(...args: never[]) => Promise<void>>) =>
  async (...args: unknown[]): Promise<void> => {
    try {
      await ((await load()) as (...args: unknown[]) => Promise<void>)(...args);
    } catch (error) {
      const { name, message } = error as Error;
      console.error(`postern: ${name === 'Error' ? '' : `${name}: `}${message}`);
      process.exitCode = 1;
    }
  };

const located = (command: Command): Command =>
  command
    .option('--state <directory>', 'the state directory of the server (default .postern)')
    .option('--port <port>', 'the port of the server (default 4566)');

located(program.command('start'))
  .description('start the server, and deploy a stack to it')
  .option('--host <address>', 'the address to listen on (default 127.0.0.1)')
  .option('--deploy <script>', 'a script that deploys a stack with the AWS SDK, run once the server is up')
  .option('--ephemeral', 'keep nothing')
  .option('--iam <mode>', 'enforce (default), or off: any credentials are accepted and everything is allowed')
  .option('--account <id>', 'the account of the root credentials (default 000000000000)')
  .option('--region <region>', 'the Region of calls that name none (default us-east-1)')
  .option(
    '--time-scale <factor>',
    'metric periods, alarms, cooldowns and waits run so many times faster (1 to 60)',
  )
  .option('--enforce-instance-size', "hold each model instance to its type's processors and memory")
  .option('--log-level <level>', 'debug, info (default), warn, error or silent')
  .option('--json', 'print one JSON object once everything is up')
  .action(run(async () => (await import('./commands/start.ts')).start));

located(program.command('serve <model>'))
  .description('turn one ONNX file into a whole authenticated stack on the running server, or on a new one')
  .option('--name <name>', "the stack's name (default: the file's)")
  .option('--rate <requests>', 'requests a second that the API key may make', '50')
  .option('--json', 'print the result as JSON')
  .action(run(async () => (await import('./commands/serve.ts')).serve));

program
  .command('simulate')
  .description(
    'run scaling policies over a trace of load on a virtual clock, by the decisions of the live loop',
  )
  .requiredOption(
    '--policy <file...>',
    'policies as put-scaling-policy takes them; several are run side by side',
  )
  .requiredOption('--trace <file>', 'CSV: time in seconds or ISO 8601, requests a second')
  .option('--min <instances>', 'the least capacity, where the file names none', '1')
  .option('--max <instances>', 'the most', '10')
  .option('--instances <number>', 'instances at the beginning (default: the least)')
  .option('--service-ms <ms>', 'how long a request occupies an instance', '20')
  .option('--concurrency <requests>', 'requests an instance serves at once', '1')
  .option('--start-seconds <seconds>', 'how long an instance takes to start', '180')
  .option('--queue <requests>', 'requests that wait for each instance before more are refused', '1000')
  .option('--price <money>', 'of an instance for an hour', '1')
  .option('--out <directory>', 'where CSV files and plots go')
  .option('--json', 'print the results as JSON')
  .action(run(async () => (await import('./commands/simulate.ts')).simulate));

located(program.command('env'))
  .description('print the variables that point an AWS client at the server: eval "$(npx postern env)"')
  .option('--json', 'print them as JSON')
  .action(run(async () => (await import('./commands/env.ts')).env));

located(program.command('status'))
  .description('what runs: APIs, functions, endpoints')
  .option('--json', 'print it as JSON')
  .action(run(async () => (await import('./commands/status.ts')).status));

located(program.command('doctor'))
  .description('what this machine can do, and how to mend what it cannot')
  .option('--json', 'print it as JSON')
  .action(run(async () => (await import('./commands/doctor.ts')).doctor));

located(program.command('logs <name>'))
  .description("print a function's or an endpoint's log")
  .option('-f, --follow', 'go on printing what comes')
  .option('--since <time>', 'how far back, e.g. 30s, 10m, 2h', '10m')
  .option('--json', 'one JSON object a line')
  .action(run(async () => (await import('./commands/logs.ts')).logs));

located(program.command('invoke <name>'))
  .description('invoke a function, or an endpoint with --endpoint')
  .option('--endpoint', 'the name is an endpoint')
  .option('-d, --data <data>', 'the payload, @FILE to read one, - for standard input', '{}')
  .option('--content-type <type>', "the payload's type, for an endpoint", 'application/json')
  .option('--accept <type>', "the answer's type, for an endpoint", 'application/json')
  .option('--json', 'print the answer with its status as JSON')
  .action(run(async () => (await import('./commands/invoke.ts')).invoke));

const image = program.command('image').description('programs that serve models by the container contract');
located(image.command('add <name> <command...>'))
  .description('declare one: postern image add my-server:1 -- python3 server.py')
  .action(run(async () => (await import('./commands/image.ts')).addImage));
located(image.command('ls'))
  .option('--json', 'print them as JSON')
  .action(run(async () => (await import('./commands/image.ts')).listImages));
located(image.command('rm <name>')).action(
  run(async () => (await import('./commands/image.ts')).removeImage),
);

located(program.command('reset'))
  .description('delete everything on the server')
  .option('-y, --yes', 'do not ask')
  .option('--json', 'print the result as JSON')
  .action(run(async () => (await import('./commands/reset.ts')).reset));

await program.parseAsync();
