"""The container contract: GET /ping and POST /invocations, a thread a connection, the script in turn."""

import logging
import os
import signal
import socket
import threading

from . import media
from .connection import Connection, Unreadable
from .context import Context
from .script import is_stream
from .watchdog import Watchdog

logger = logging.getLogger("postern")
MOST_CONNECTIONS = 512


class Server:
    """Serves one script. The script is given as many requests at once as it has workers; pings are answered meanwhile.

    @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
    """

    def __init__(self, script, settings):
        self._script = script
        self._settings = settings
        # Scripts are written for containers where a worker takes one request at a time.
        self._turn = threading.Lock() if settings.workers == 1 else threading.BoundedSemaphore(settings.workers)
        self._watchdog = Watchdog(settings.timeout)
        self._room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self._answering = 0
        self._count = threading.Condition()

    def run(self):
        """Listens until SIGTERM, then ends what is being answered."""
        self._watchdog.start()
        with self._listen() as listener:
            signal.signal(signal.SIGTERM, lambda *_: listener.close())
            logger.info("serving with Python, %d request(s) at a time", self._settings.workers)
            while True:
                self._room.acquire()
                try:
                    client, _ = listener.accept()
                except OSError:
                    break
                threading.Thread(target=self._converse, args=(client,), daemon=True).start()
        with self._count:
            self._count.wait_for(lambda: self._answering == 0)

    def _listen(self):
        if self._settings.socket:
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            if os.path.exists(self._settings.socket):
                os.unlink(self._settings.socket)
            listener.bind(self._settings.socket)
        else:
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((self._settings.host, self._settings.port))
        listener.listen(MOST_CONNECTIONS)
        return listener

    def _converse(self, client):
        try:
            with client:
                if client.family != socket.AF_UNIX:
                    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection = Connection(client)
                while self._exchange(connection):
                    pass
        except OSError:
            pass  # the client has gone
        finally:
            self._room.release()

    def _exchange(self, connection):
        """One request and its answer; whether another may follow."""
        try:
            request = connection.receive()
        except Unreadable as error:
            connection.answer(error.status, "text/plain", str(error).encode(), keep_alive=False)
            connection.hang_up()
            return False
        if request is None:
            return False
        with self._count:
            self._answering += 1
        try:
            self._answer(connection, request)
        finally:
            with self._count:
                self._answering -= 1
                self._count.notify_all()
        return request.keep_alive

    def _answer(self, connection, request):
        if request.path == "/invocations" and request.method == "POST":
            return self._invoke(connection, request)
        if request.path == "/ping" and request.method == "GET":
            return connection.answer(200, "text/plain", b"", keep_alive=request.keep_alive)
        text = b"this server answers GET /ping and POST /invocations"
        return connection.answer(404, "text/plain", text, keep_alive=request.keep_alive)

    def _invoke(self, connection, request):
        context = Context(self._settings.model_dir, request.headers)
        content_type = request.headers.get("content-type", "application/json")
        keep = request.keep_alive
        with self._turn, self._watchdog.watching():
            try:
                result, answer_type = self._script.answer(
                    request.body, content_type, request.headers.get("accept"), context
                )
                body = None if is_stream(result) else bytes_of(result)
            except Exception as error:
                logger.exception("an invocation failed")
                return connection.answer(status_of(error), "text/plain; charset=utf-8", message_of(error), keep_alive=keep)
            if body is None:
                return self._stream(connection, result, answer_type, context)
        return connection.answer(context.status, answer_type, body, context.headers.items(), keep)

    def _stream(self, connection, pieces, content_type, context):
        """The script goes on while its pieces are sent; an answer that breaks off is not ended, so that nobody takes it for whole."""
        try:
            connection.patience(self._settings.timeout)
            connection.stream(context.status, content_type, self._watched(pieces), context.headers.items())
            connection.patience(None)
        except OSError:
            raise
        except Exception as error:
            logger.exception("a stream broke off")
            raise ConnectionError("broken off") from error
        finally:
            getattr(pieces, "close", lambda: None)()

    def _watched(self, pieces):
        for piece in pieces:
            self._watchdog.resting()  # while it is sent: a reader that is slow is not the script's fault
            yield bytes_of(piece)
            self._watchdog.alive()


def bytes_of(value):
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    if value is None:
        return b""
    return media.to_json(value).encode("utf-8")


def status_of(error):
    """Errors of the inference toolkit bring a status along; everything else is the script's own failure."""
    status = getattr(error, "status_code", None)
    names = {kind.__name__ for kind in type(error).__mro__}
    known = names & {"UnsupportedFormatError", "BaseInferenceToolkitError"}
    return status if known and isinstance(status, int) and 400 <= status < 600 else 500


def message_of(error):
    text = getattr(error, "message", None) or str(error) or type(error).__name__
    return str(text).encode("utf-8", "replace")
