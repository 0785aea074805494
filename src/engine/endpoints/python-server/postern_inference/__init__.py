"""The model server behind SageMaker's script mode: model_fn, input_fn, predict_fn, output_fn, transform_fn."""
