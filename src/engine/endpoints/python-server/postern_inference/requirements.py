"""requirements.txt as found: what this Python has is used, what it has not is named. Nothing is installed."""

import logging
import os
import re
from importlib.metadata import PackageNotFoundError, version

logger = logging.getLogger("postern")
LINE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*([^;#]*)")


def missing_requirements(*directories):
    """The packages that requirements.txt of these directories names and this Python does not have; says so in the log."""
    missing = []
    for directory in dict.fromkeys(directories):
        path = os.path.join(directory, "requirements.txt")
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as file:
                missing += [name for name in map(check, file) if name]
    missing = list(dict.fromkeys(missing))
    if missing:
        logger.warning("requirements.txt names what is not installed here: %s", ", ".join(missing))
    return missing


def check(line):
    """The name of a package that is missing; options, files and addresses are passed over."""
    found = LINE.match(line.strip())
    if not found or "://" in line:
        return None
    name, _, wanted = found.groups()
    try:
        here = version(name)
    except PackageNotFoundError:
        return name
    pinned = re.match(r"^==\s*([^\s,*]+)$", wanted.strip())
    if pinned and pinned.group(1) != here:
        logger.warning("requirements.txt asks for %s %s; %s is used", name, pinned.group(1), here)
    return None
