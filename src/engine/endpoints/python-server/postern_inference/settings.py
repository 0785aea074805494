"""What the server is told by its environment, in the words that SageMaker's framework containers read."""

import os

MODEL_PATH_ON_AWS = "/opt/ml/model"


class Settings:
    """A snapshot of the environment.

    SM_MODEL_DIR                          the unpacked model.tar.gz
    SAGEMAKER_PROGRAM                     the script; default inference.py
    SAGEMAKER_SUBMIT_DIRECTORY            where it is: a path, or s3://bucket/key of a tar.gz; default code/ of the model
    SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT  what is answered when the caller accepts anything; default application/json
    SAGEMAKER_MODEL_SERVER_WORKERS        requests the script is given at once, as threads of this process; default 1
    SAGEMAKER_MODEL_SERVER_TIMEOUT        seconds without an answer (or a piece of one) until the process gives up; default 60
    SAGEMAKER_CONTAINER_LOG_LEVEL         as Python's logging numbers them; default 20 (INFO)
    """

    def __init__(self, environ):
        self.model_dir = environ.get("SM_MODEL_DIR") or MODEL_PATH_ON_AWS
        self.program = environ.get("SAGEMAKER_PROGRAM") or "inference.py"
        self.submit_directory = environ.get("SAGEMAKER_SUBMIT_DIRECTORY") or ""
        self.default_accept = environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT") or "application/json"
        self.workers = positive(environ, "SAGEMAKER_MODEL_SERVER_WORKERS", 1)
        self.timeout = positive(environ, "SAGEMAKER_MODEL_SERVER_TIMEOUT", 60)
        self.log_level = positive(environ, "SAGEMAKER_CONTAINER_LOG_LEVEL", 20)
        self.framework = environ.get("POSTERN_FRAMEWORK") or ""
        self.socket = environ.get("POSTERN_BIND_TO_SOCKET") or ""
        self.host = environ.get("POSTERN_BIND_TO_HOST") or "127.0.0.1"
        self.port = positive(environ, "SAGEMAKER_BIND_TO_PORT", positive(environ, "PORT", 8080))
        # A place that is cleared with the run of the server that started us, should we be killed.
        self.scratch = os.path.dirname(self.socket) or None

    @property
    def module_name(self):
        return os.path.splitext(self.program)[0].replace(os.sep, ".")


class SettingError(Exception):
    """A setting that cannot be followed."""


def positive(environ, name, default):
    text = environ.get(name, "")
    if text == "":
        return default
    if not text.isdigit() or int(text) < 1:
        raise SettingError(f"{name} must be a positive integer, not {text!r}")
    return int(text)
