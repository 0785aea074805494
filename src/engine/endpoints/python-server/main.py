"""The Python model server: runs a user's inference.py behind the container contract, one process an instance.

Its settings are its environment, as a container's are; see postern_inference/settings.py. Standard library only, so that
any Python from 3.9 on can run it; NumPy is used where it can be imported.
"""

import sys

from postern_inference.start import start

if __name__ == "__main__":
    sys.exit(start())
