"""What one would otherwise write: an ONNX model behind Flask, by the container contract of SageMaker. Run with gunicorn."""

import os

import numpy
import onnxruntime
from flask import Flask, Response, request

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(os.path.join(os.environ["SM_MODEL_DIR"], "model.onnx"), options)
model_input = session.get_inputs()[0]
shape = [-1, *model_input.shape[1:]]
app = Flask(__name__)


@app.get("/ping")
def ping():
    return Response(status=200)


@app.post("/invocations")
def invocations():
    rows = [line.split(",") for line in request.get_data(as_text=True).splitlines()]
    batch = numpy.array(rows, dtype=numpy.float32).reshape(shape)
    (output,) = session.run(None, {model_input.name: batch})
    text = "\n".join(",".join(map(str, row)) for row in output.reshape(len(rows), -1).tolist())
    return Response(text + "\n", mimetype="text/csv")
