"""The user's functions, and defaults for those that are left out, as SageMaker's inference toolkit combines them."""

import importlib
import inspect
import logging

from . import media
from .context import Context

logger = logging.getLogger("postern")


class Script:
    """A loaded script with its model."""

    def __init__(self, functions, model, settings):
        self._model = model
        self._settings = settings
        self._transform = functions.get("transform_fn")
        self._input = functions.get("input_fn") or with_context(Defaults(settings).input_fn, 2)
        self._predict = functions.get("predict_fn") or with_context(Defaults(settings).predict_fn, 2)
        self._output = functions.get("output_fn") or with_context(Defaults(settings).output_fn, 2)

    @classmethod
    def load(cls, settings, directory):
        """Imports the script and lets it load the model. Raises what the script raises."""
        module = importlib.import_module(settings.module_name)
        functions = functions_of(module)
        if "model_fn" not in functions:
            raise NotImplementedError(f"{settings.program} must define model_fn(model_dir), which loads the model")
        context = Context(settings.model_dir)
        if "pre_model_fn" in functions:
            functions["pre_model_fn"](settings.model_dir, context=context)
        model = functions["model_fn"](settings.model_dir, context=context)
        if "model_warmup_fn" in functions:
            functions["model_warmup_fn"](settings.model_dir, model, context=context)
        media.numpy()  # the first request need not wait for it
        logger.info("loaded %s with %s", settings.program, ", ".join(sorted(functions)))
        return cls(functions, model, settings)

    def answer(self, body, content_type, accept, context):
        """The payload (text, bytes, anything like an array, or an iterator of pieces) and its content type."""
        if not accept or accept == media.ANY:
            accept = self._settings.default_accept
        data = body.decode("utf-8") if media.bare(content_type) in media.UTF8_TYPES else body
        if self._transform is not None:
            result = self._transform(self._model, data, content_type, accept, context=context)
        else:
            decoded = self._input(data, content_type, context=context)
            prediction = self._predict(decoded, self._model, context=context)
            result = self._output(prediction, accept, context=context)
        if isinstance(result, tuple) and len(result) == 2 and isinstance(result[1], str):
            return result
        return result, context.content_type or accept.partition(",")[0].strip()


ARGUMENTS = {
    "pre_model_fn": 1,
    "model_fn": 1,
    "model_warmup_fn": 2,
    "transform_fn": 4,
    "input_fn": 2,
    "predict_fn": 2,
    "output_fn": 2,
}


def functions_of(module):
    """The handler functions of a module, each callable with a context."""
    found = {name: getattr(module, name) for name in ARGUMENTS if callable(getattr(module, name, None))}
    if "transform_fn" in found and found.keys() & {"input_fn", "predict_fn", "output_fn"}:
        raise ValueError(
            "Cannot use transform_fn implementation in conjunction with input_fn, predict_fn, and/or output_fn implementation"
        )
    return {name: with_context(function, ARGUMENTS[name]) for name, function in found.items()}


def with_context(function, count):
    """A function of `count` arguments, to be called with a context as well, which it gets if it takes one argument more."""
    takes = len(inspect.signature(function).parameters)
    if takes == count:
        return lambda *arguments, context: function(*arguments)
    if takes == count + 1:
        return lambda *arguments, context: function(*arguments, context)
    raise TypeError(f"{function.__name__} takes {takes} arguments but {count} were given.")


class Defaults:
    """What is done where the script does not say."""

    def __init__(self, settings):
        self._framework = settings.framework

    def input_fn(self, data, content_type):
        array = media.decode(data, content_type)
        if self._framework == "scikit-learn" and hasattr(array, "astype") and isinstance(data, str):
            return array.astype("float32")
        if self._framework == "pytorch":
            import torch

            return torch.from_numpy(array)
        return array

    def predict_fn(self, data, model):
        if self._framework == "pytorch":
            import torch

            with torch.no_grad():
                return model(data)
        if hasattr(model, "predict"):
            return model.predict(data)
        if callable(model):
            return model(data)
        raise NotImplementedError("Please provide a predict_fn: what model_fn answered has no predict and cannot be called")

    def output_fn(self, prediction, accept):
        if is_stream(prediction):
            return prediction
        if self._framework == "pytorch" and hasattr(prediction, "detach"):
            prediction = prediction.detach().cpu().numpy()
        return media.encode(prediction, accept)


def is_stream(value):
    """Whether it gives its pieces one by one: a generator, not a list or a text."""
    return hasattr(value, "__next__")
