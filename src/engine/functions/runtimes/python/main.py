"""The program of a Python worker: speaks frames over file descriptor 3, messages over 4.

It starts before it has a function. Frames are described in conversation/frames.ts, messages in runtimes/node/streams.ts.
"""

import importlib
import json
import logging
import os
import socket
import struct
import sys
import time
import traceback

INITIALISE, INVOKE = 1, 2
READY, INITIALISED, INIT_FAILED, ANSWERED, FAILED, FATAL, UNREADABLE = 10, 11, 12, 13, 14, 15, 16
MOST_MESSAGE_BYTES = 256 * 1024
PEAK_GOOD_FOR_SECONDS = 0.02


class Tally:
    """What goes with every answer: the peak of memory, messages and raw bytes written."""

    def __init__(self):
        self.messages = 0
        self._peak_kib = 0
        self._peak_at = 0.0

    def pack(self):
        now = time.monotonic()
        if now - self._peak_at > PEAK_GOOD_FOR_SECONDS:
            self._peak_at = now
            self._peak_kib = peak_kib()
        return struct.pack("<III", self._peak_kib, self.messages & 0xFFFFFFFF, 0)


def peak_kib():
    try:
        with open("/proc/self/status", "rb") as status:
            for line in status:
                if line.startswith(b"VmHWM:"):
                    return int(line.split()[1])
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return 0


tally = Tally()


def write_message(text):
    data = text.encode("utf-8", "replace")[:MOST_MESSAGE_BYTES]
    tally.messages += 1
    data = struct.pack("<Id", len(data), time.time() * 1000) + data
    while data:
        data = data[os.write(4, data) :]


class LogStream:
    """In place of the standard streams: each write is a message of its own, as on Lambda."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self):
        self._buffer = ""

    def write(self, text):
        # print() writes the text and its end apart: the lines are what counts.
        self._buffer += text
        if "\n" in self._buffer:
            whole, self._buffer = self._buffer.rsplit("\n", 1)
            for line in whole.split("\n"):
                write_message(line)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        if self._buffer:
            write_message(self._buffer)
            self._buffer = ""

    def isatty(self):
        return False

    def fileno(self):
        return 1

    def writable(self):
        return True


class LogFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = LogFilter.request_id
        return True


class LogHandler(logging.Handler):
    def emit(self, record):
        write_message(self.format(record).rstrip("\n"))


def configure_logging():
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"
    )
    formatter.converter = time.gmtime
    handler = LogHandler()
    handler.setFormatter(formatter)
    handler.addFilter(LogFilter())
    logging.getLogger().addHandler(handler)


class RuntimeFault(Exception):
    """An error of the runtime's own, named as Lambda names it."""

    def __init__(self, kind, message, stack=None):
        super().__init__(message)
        self.kind = kind
        self.stack = stack or []


class Client:
    def __init__(self, values):
        for name in ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"):
            setattr(self, name, values.get(name))


class ClientContext:
    def __init__(self, text):
        values = json.loads(text)
        self.client = Client(values["client"]) if values.get("client") else None
        self.custom = values.get("custom")
        self.env = values.get("env")


class CognitoIdentity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class LambdaContext:
    def __init__(self, made, header):
        self.aws_request_id = header["id"]
        self.log_group_name = made["logGroup"]
        self.log_stream_name = made["logStream"]
        self.function_name = made["functionName"]
        self.memory_limit_in_mb = str(made["memoryMb"])
        self.function_version = made["version"]
        self.invoked_function_arn = header["arn"]
        self.client_context = ClientContext(header["clientContext"]) if "clientContext" in header else None
        self.identity = CognitoIdentity()
        self._deadline_ms = header["deadlineMs"]

    def get_remaining_time_in_millis(self):
        return max(int(self._deadline_ms - time.time() * 1000), 0)

    def log(self, message):
        write_message(str(message).rstrip("\n"))


def load_handler(name):
    parts = name.rsplit(".", 1)
    if len(parts) != 2:
        raise RuntimeFault(
            "Runtime.MalformedHandlerName",
            f"Bad handler '{name}': not enough values to unpack (expected 2, got {len(parts)})",
        )
    module_name, function_name = parts
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise RuntimeFault(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}", user_frames(error)
        ) from None
    except SyntaxError as error:
        where = f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'
        raise RuntimeFault(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", [where]
        ) from None
    if not hasattr(module, function_name):
        raise RuntimeFault(
            "Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'"
        )
    return getattr(module, function_name)


def user_frames(error):
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__ and "importlib" not in frame.filename]
    return traceback.format_list(own)


def describe(error, request_id):
    if isinstance(error, RuntimeFault):
        body = {"errorMessage": str(error), "errorType": error.kind}
        stack = error.stack
    else:
        body = {"errorMessage": str(error), "errorType": type(error).__name__}
        stack = user_frames(error)
    body["requestId"] = request_id
    body["stackTrace"] = stack
    return body


def log_error(body):
    text = f"[ERROR] {body['errorType']}"
    if body["errorMessage"]:
        text += f": {body['errorMessage']}"
    if body["stackTrace"]:
        text += "\nTraceback (most recent call last):\n" + "".join(body["stackTrace"]).rstrip("\n")
    write_message(text)


class Worker:
    def __init__(self):
        self.channel = socket.socket(fileno=3)
        self.buffer = bytearray()
        self.made = None
        self.handler = None

    def read(self, count):
        while len(self.buffer) < count:
            chunk = self.channel.recv(max(65536, count - len(self.buffer)))
            if not chunk:
                os._exit(0)
            self.buffer += chunk
        taken = bytes(self.buffer[:count])
        del self.buffer[:count]
        return taken

    def say(self, kind, payload=b""):
        body = tally.pack() + payload
        self.channel.sendall(struct.pack("<IB", 1 + len(body), kind) + body)

    def say_error(self, kind, body):
        self.say(kind, json.dumps(body).encode())

    def run(self):
        self.say(READY)
        while True:
            (length,) = struct.unpack("<I", self.read(4))
            frame = self.read(length)
            if frame[0] == INITIALISE:
                self.initialise(json.loads(frame[1:]))
            elif frame[0] == INVOKE:
                self.invoke(frame)

    def initialise(self, made):
        self.made = made
        os.environ.clear()
        os.environ.update(made["env"])
        time.tzset()
        os.chdir(made["codeDirectory"])
        minor = f"python3.{sys.version_info.minor}"
        layers = made["layerDirectory"]
        first = [made["codeDirectory"], f"{layers}/python/lib/{minor}/site-packages", f"{layers}/python"]
        sys.path[:0] = [*first, *filter(None, made["env"].get("PYTHONPATH", "").split(":"))]
        importlib.invalidate_caches()
        try:
            self.handler = load_handler(made["handler"])
        except SystemExit as error:
            end(error)
        except BaseException as error:
            body = describe(error, "")
            log_error(body)
            sys.stdout.flush()
            return self.say_error(INIT_FAILED, body)
        self.say(INITIALISED)

    def invoke(self, frame):
        (header_length,) = struct.unpack_from("<I", frame, 1)
        header = json.loads(frame[5 : 5 + header_length])
        LogFilter.request_id = header["id"]
        os.environ["_X_AMZN_TRACE_ID"] = header["trace"]
        try:
            event = json.loads(frame[5 + header_length :])
        except ValueError as error:
            return self.say(UNREADABLE, str(error).encode())
        try:
            kind, payload = ANSWERED, self.marshal(self.handler(event, LambdaContext(self.made, header)))
        except SystemExit as error:
            end(error)
        except BaseException as error:
            body = describe(error, header["id"])
            log_error(body)
            kind, payload = FAILED, json.dumps(body).encode()
        sys.stdout.flush()
        sys.stderr.flush()
        self.say(kind, payload)

    def marshal(self, value):
        try:
            payload = json.dumps(value, ensure_ascii=False, default=decimal_as_number).encode()
        except (TypeError, ValueError) as error:
            raise RuntimeFault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None
        most = self.made["mostAnswerBytes"]
        if len(payload) > most:
            raise RuntimeFault(
                "Function.ResponseSizeTooLarge",
                f"Response payload size exceeded maximum allowed payload size ({most} bytes).",
            )
        return payload


def decimal_as_number(value):
    import decimal

    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def end(error):
    """sys.exit() ends the worker, as on Lambda."""
    sys.stdout.flush()
    code = error.code
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def main():
    for name in sys.argv[1:]:
        try:
            importlib.import_module(name)
        except ImportError:
            pass  # not installed: functions that need it bring their own
    sys.argv[1:] = []
    sys.path.pop(0)  # this file's own directory
    sys.stdout, sys.stderr = LogStream(), LogStream()
    configure_logging()
    Worker().run()


main()
