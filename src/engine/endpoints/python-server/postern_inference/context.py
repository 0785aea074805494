"""What a handler function may ask for as its last argument: the context of Multi Model Server and TorchServe."""


class RequestProcessor:
    def __init__(self, headers):
        self._headers = headers

    def get_request_properties(self):
        return self._headers

    def get_request_property(self, key):
        return self._headers.get(key.title()) or self._headers.get(key)


class Context:
    """One request's context; a request stands alone, so that every index means the same one."""

    manifest = {"model": {"modelName": "model", "modelVersion": "1.0"}}
    model_name = "model"

    def __init__(self, model_dir, headers=None):
        titled = {name.title(): value for name, value in (headers or {}).items()}
        self.system_properties = {
            "model_dir": model_dir,
            "gpu_id": None,
            "batch_size": 1,
            "server_name": "postern",
            "server_version": "1",
        }
        self.request_processor = [RequestProcessor(titled)]
        self.status = 200
        self.content_type = None
        self.headers = {}

    def get_request_id(self, idx=0):
        return self.get_request_header(idx, "X-Amzn-Request-Id")

    def get_request_header(self, idx, key):
        return self.request_processor[0].get_request_property(key)

    def get_all_request_header(self, idx):
        return self.request_processor[0].get_request_properties()

    def set_response_content_type(self, idx, value):
        self.content_type = value

    def get_response_content_type(self, idx):
        return self.content_type

    def set_response_status(self, code=200, phrase="", idx=0):
        self.status = code

    def get_response_status(self, idx):
        return self.status, ""

    def set_response_header(self, idx, key, value):
        self.headers[key] = value

    def get_response_headers(self, idx):
        return self.headers
