"""HTTP/1.1 over one connection: requests out of bytes, answers into bytes."""

from http import HTTPStatus
from socket import SHUT_WR

MOST_HEAD_BYTES = 64 * 1024
MOST_BODY_BYTES = 100 * 1024 * 1024
PIECE = 64 * 1024
REASONS = {int(status): status.phrase for status in HTTPStatus}


class Unreadable(Exception):
    """What arrived is no request that can be answered otherwise."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Request:
    __slots__ = ("method", "path", "headers", "body", "keep_alive")

    def __init__(self, method, path, headers, keep_alive):
        self.method = method
        self.path = path
        self.headers = headers
        self.body = b""
        self.keep_alive = keep_alive


class Connection:
    """A client's connection; requests come one after the other."""

    def __init__(self, socket):
        self._socket = socket
        self._buffer = b""

    def receive(self):
        """The next request with its body; None when the client has ended."""
        head = self._until(b"\r\n\r\n", MOST_HEAD_BYTES)
        if head is None:
            return None
        lines = head.decode("latin-1").split("\r\n")
        parts = lines[0].split(" ")
        if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
            raise Unreadable(400, "this is not an HTTP/1.1 request")
        headers = {}
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if not colon:
                raise Unreadable(400, "a header field has no colon")
            headers[name.lower()] = value.strip()
        connection = headers.get("connection", "").lower()
        keep_alive = connection != "close" if parts[2] == "HTTP/1.1" else connection == "keep-alive"
        request = Request(parts[0], parts[1].partition("?")[0], headers, keep_alive)
        if headers.get("expect", "").lower() == "100-continue":
            self._socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.body = self._body(headers)
        return request

    def answer(self, status, content_type, body, headers=(), keep_alive=True):
        """Sends a whole answer."""
        head = self._head(status, content_type, headers, keep_alive) + b"content-length: %d\r\n\r\n" % len(body)
        if len(body) < PIECE:
            self._socket.sendall(head + body)
        else:
            self._socket.sendall(head)
            self._socket.sendall(body)

    def stream(self, status, content_type, pieces, headers=(), keep_alive=True):
        """Sends an answer piece by piece, each as soon as it is there."""
        self._socket.sendall(self._head(status, content_type, headers, keep_alive) + b"transfer-encoding: chunked\r\n\r\n")
        for piece in pieces:
            if piece:
                self._send(b"%x\r\n%b\r\n" % (len(piece), piece))
        self._socket.sendall(b"0\r\n\r\n")

    def patience(self, seconds):
        """How long the client may take nothing of an answer before it is taken for gone; None for ever."""
        self._socket.settimeout(seconds)

    def _send(self, data):
        """Sends part by part: one that is slow, and reads, is waited for."""
        view = memoryview(data)
        for at in range(0, len(view), PIECE):
            self._socket.sendall(view[at : at + PIECE])

    def hang_up(self):
        """Ends after an answer to what was not read to its end; closing at once would take the answer away from the client."""
        self._socket.shutdown(SHUT_WR)
        self._socket.settimeout(1)
        for _ in range(64):
            if not self._socket.recv(PIECE):
                break

    def _head(self, status, content_type, headers, keep_alive):
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Unknown')}", f"content-type: {content_type}"]
        lines += [f"{name}: {value}" for name, value in headers]
        if not keep_alive:
            lines.append("connection: close")
        if any("\r" in line or "\n" in line for line in lines):
            raise ValueError("a header field of the answer has a line break in it")
        return ("\r\n".join(lines) + "\r\n").encode("latin-1", "replace")

    def _body(self, headers):
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunks()
        length = headers.get("content-length", "0")
        if not length.isdigit():
            raise Unreadable(400, "content-length is not a number")
        if int(length) > MOST_BODY_BYTES:
            raise Unreadable(413, f"the body is over {MOST_BODY_BYTES} bytes")
        return self._exactly(int(length))

    def _chunks(self):
        pieces, total = [], 0
        while True:
            line = self._until(b"\r\n", 1024) or b""
            try:
                size = int(line.partition(b";")[0], 16)
            except ValueError:
                raise Unreadable(400, "a chunk has no size") from None
            total += size
            if total > MOST_BODY_BYTES:
                raise Unreadable(413, f"the body is over {MOST_BODY_BYTES} bytes")
            if size == 0:
                while self._until(b"\r\n", 1024):  # trailers
                    pass
                return b"".join(pieces)
            pieces.append(self._exactly(size))
            self._exactly(2)

    def _until(self, end, most):
        """What stands before `end`, which is taken away too; None when the client ends instead."""
        while True:
            at = self._buffer.find(end)
            if at >= 0:
                found, self._buffer = self._buffer[:at], self._buffer[at + len(end) :]
                return found
            if len(self._buffer) > most:
                raise Unreadable(400, "the head is too long")
            piece = self._socket.recv(PIECE)
            if not piece:
                return None
            self._buffer += piece

    def _exactly(self, count):
        if len(self._buffer) >= count:
            found, self._buffer = self._buffer[:count], self._buffer[count:]
            return found
        pieces, missing = [self._buffer], count - len(self._buffer)
        self._buffer = b""
        while missing > 0:
            piece = self._socket.recv(min(missing, 1024 * 1024))
            if not piece:
                raise ConnectionError("the client ended within a body")
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)
