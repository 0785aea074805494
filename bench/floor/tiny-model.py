"""A model server by the container contract that takes as little memory as can be: what two hundred of them cost is the endpoints' cost."""

import os
import selectors
import socket

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\ncontent-length: 2\r\n\r\n1\n"

listener = socket.create_server(("127.0.0.1", int(os.environ["PORT"])), backlog=128)
listener.setblocking(False)
waiting = selectors.DefaultSelector()
waiting.register(listener, selectors.EVENT_READ, None)


def whole(received):
    """Takes the first whole request away from what has been received; answers whether there was one."""
    head, end, rest = bytes(received).partition(b"\r\n\r\n")
    if not end:
        return False
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
    length = int(fields.get(b"content-length", b"0"))
    if len(rest) < length:
        return False
    del received[: len(head) + 4 + length]
    return True


while True:
    for key, _ in waiting.select():
        if key.data is None:
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            waiting.register(connection, selectors.EVENT_READ, bytearray())
            continue
        try:
            received = key.fileobj.recv(65536)
        except ConnectionError:
            received = b""
        if not received:
            waiting.unregister(key.fileobj)
            key.fileobj.close()
            continue
        key.data.extend(received)
        while whole(key.data):
            key.fileobj.sendall(ANSWER)
