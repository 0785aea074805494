"""Ends the process when a script hangs, so that it is started anew, as SageMaker's containers end their workers."""

import contextlib
import os
import sys
import threading
import time
import traceback


class Watchdog:
    """Watches the threads that run the script; each must answer, or go on with its answer, within the time-out (seconds)."""

    def __init__(self, timeout):
        self._timeout = timeout
        self._alive = {}

    def start(self):
        threading.Thread(target=self._watch, daemon=True).start()

    @contextlib.contextmanager
    def watching(self):
        self.alive()
        try:
            yield
        finally:
            self.resting()

    def alive(self):
        """This thread goes on."""
        self._alive[threading.get_ident()] = time.monotonic()

    def resting(self):
        """This thread waits for somebody else than the script."""
        self._alive.pop(threading.get_ident(), None)

    def _watch(self):
        while True:
            time.sleep(min(1, self._timeout / 4))
            for thread, since in list(self._alive.items()):
                if time.monotonic() - since > self._timeout:
                    self._give_up(thread)

    def _give_up(self, thread):
        frame = sys._current_frames().get(thread)
        where = "".join(traceback.format_stack(frame)) if frame else ""
        reason = f"the script did not answer within {self._timeout} s (SAGEMAKER_MODEL_SERVER_TIMEOUT); this is where it was:"
        print(f"{reason}\n{where}", file=sys.stderr, flush=True)
        os._exit(1)  # nothing less ends a thread that hangs
