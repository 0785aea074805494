// The floor's model: the ONNX server's own code as a bare process, answering where an SDK client sends InvokeEndpoint.
// node bench/floor/model.ts PORT MODEL.onnx
import { Batcher } from '../../src/engine/endpoints/onnx-server/batcher.ts';
import { Model } from '../../src/engine/endpoints/onnx-server/model.ts';
import { predictor } from '../../src/engine/endpoints/onnx-server/predict.ts';
import { modelServer } from '../../src/engine/endpoints/onnx-server/serve.ts';

const [port, file] = process.argv.slice(2) as [string, string];
const model = await Model.open(file, 1);
const batching = { together: true, maxRows: 256, fixedRows: undefined };
const batcher = new Batcher((tensors) => model.run(tensors), batching);
const server = modelServer(predictor(model.signature, batcher));
server.prependListener('request', (request) => {
  if (request.url?.startsWith('/endpoints/')) request.url = '/invocations';
});
server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', () => process.exit(0));
