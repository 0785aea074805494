"""The same model as a script of SageMaker's script mode."""

import os

import numpy
import onnxruntime


def model_fn(model_dir):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(os.path.join(model_dir, "model.onnx"), options)


def input_fn(body, content_type):
    return numpy.array([line.split(",") for line in body.splitlines()], dtype=numpy.float32)


def predict_fn(rows, session):
    model_input = session.get_inputs()[0]
    (output,) = session.run(None, {model_input.name: rows.reshape([-1, *model_input.shape[1:]])})
    return output.reshape(len(rows), -1)


def output_fn(prediction, accept):
    return "\n".join(",".join(map(str, row)) for row in prediction.tolist()) + "\n", "text/csv"
