"""Bodies to arrays and back: JSON, CSV and NPY, as SageMaker's inference toolkit reads and writes them."""

import io
import json

JSON = "application/json"
CSV = "text/csv"
NPY = "application/x-npy"
OCTET_STREAM = "application/octet-stream"
ANY = "*/*"
UTF8_TYPES = (JSON, CSV)


class UnsupportedFormatError(Exception):
    """A content type that the defaults neither read nor write."""

    def __init__(self, content_type, status_code=415):
        self.status_code = status_code
        self.message = (
            f"Content type {content_type} is not supported by this framework: implement input_fn to read it, or output_fn to write it."
        )
        super().__init__(self.message)


def bare(content_type):
    """The media type without its parameters, in lower case."""
    return (content_type or "").partition(";")[0].strip().lower()


def numpy():
    """NumPy, or None where it is not installed: then lists stand in for arrays."""
    try:
        import numpy as module
    except ImportError:
        return None
    return module


def decode(body, content_type):
    """The array of a body (text or bytes)."""
    kind = bare(content_type)
    reader = {JSON: from_json, CSV: from_csv, NPY: from_npy}.get(kind)
    if reader is None:
        raise UnsupportedFormatError(content_type)
    return reader(body)


def encode(array_like, content_type):
    """The body (text or bytes) of anything like an array."""
    for kind in map(bare, (content_type or "").split(",")):
        writer = {JSON: to_json, CSV: to_csv, NPY: to_npy, ANY: to_json}.get(kind)
        if writer is not None:
            return writer(array_like)
    raise UnsupportedFormatError(content_type, 406)


def text_of(body):
    return body if isinstance(body, str) else bytes(body).decode("utf-8")


def from_json(body):
    data = json.loads(text_of(body))
    np = numpy()
    return data if np is None else np.array(data)


def from_csv(body):
    np = numpy()
    if np is not None:
        return np.genfromtxt(io.StringIO(text_of(body)), delimiter=",")
    import csv

    rows = [[number(cell) for cell in row] for row in csv.reader(io.StringIO(text_of(body))) if row]
    return rows[0] if len(rows) == 1 else rows


def from_npy(body):
    np = numpy()
    if np is None:
        raise UnsupportedFormatError(NPY)
    return np.load(io.BytesIO(body), allow_pickle=False)  # a pickle from the network runs code


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


def plain(value):
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def to_json(array_like):
    return json.dumps(array_like, default=plain)


def to_csv(array_like):
    np = numpy()
    if np is not None:
        stream = io.StringIO()
        np.savetxt(stream, np.atleast_1d(array_like), delimiter=",", fmt="%s")
        return stream.getvalue()
    rows = array_like if isinstance(array_like, (list, tuple)) else [array_like]
    return "".join(",".join(map(str, row if isinstance(row, (list, tuple)) else [row])) + "\n" for row in rows)


def to_npy(array_like):
    np = numpy()
    if np is None:
        raise UnsupportedFormatError(NPY, 406)
    stream = io.BytesIO()
    np.save(stream, array_like, allow_pickle=False)
    return stream.getvalue()
