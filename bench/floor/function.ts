// The floor's function: the example's handler behind bare node:http, nothing between.
// AWS_ENDPOINT_URL=http://127.0.0.1:MODEL ENDPOINT_NAME=ridership node bench/floor/function.ts PORT
import { createServer } from 'node:http';
import { handler } from '../../examples/ridership/function/handler.ts';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    handler({ body: Buffer.concat(chunks).toString(), isBase64Encoded: false }).then(
      (answer) => response.writeHead(answer.statusCode, answer.headers).end(answer.body),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
});
server.keepAliveTimeout = 0;
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', () => process.exit(0));
