"""From the environment to a server that answers, or to one last line that says why not."""

import logging
import os
import site
import sys
import sysconfig
import traceback

from .code import locate_code
from .requirements import missing_requirements
from .script import Script
from .serve import Server
from .settings import Settings, SettingError

logger = logging.getLogger("postern")
TOOLKIT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "toolkit")


def start():
    """Loads the script and its model, then serves until SIGTERM. Answers the exit code."""
    try:
        settings = Settings(os.environ)
    except SettingError as error:
        return fail(str(error))
    logging.basicConfig(
        format="%(asctime)s %(levelname)s - %(name)s - %(message)s", level=settings.log_level, stream=sys.stdout
    )
    add_user_packages()
    missing = []
    try:
        directory = locate_code(settings)
        missing = missing_requirements(directory, settings.model_dir)
        prepare_path(directory)
        script = Script.load(settings, directory)
    except BaseException as error:  # also SystemExit: a script that exits has not loaded
        traceback.print_exc()
        return fail(reason_of(error, settings, missing))
    Server(script, settings).run()
    return 0


def add_user_packages():
    """Packages of `pip install --user`: HOME is the model's directory here, not the user's."""
    import pwd

    scheme = "osx_framework_user" if sys.platform == "darwin" and sysconfig.get_config_var("PYTHONFRAMEWORK") else "posix_user"
    base = os.path.join(pwd.getpwuid(os.getuid()).pw_dir, ".local")
    if sys.prefix == sys.base_prefix:  # a virtual environment leaves them out
        packages = sysconfig.get_path("purelib", scheme, vars={"userbase": base})
        if os.path.isdir(packages):
            site.addsitedir(packages)


def prepare_path(directory):
    """The script's directory first, in place of this server's own; the stand-in toolkit last, so that a real one wins."""
    sys.path[0] = directory
    sys.path.append(TOOLKIT)


def reason_of(error, settings, missing):
    what = str(error) if str(error) else "no message"
    reason = f"cannot load {settings.program}: {type(error).__name__}: {what}"
    if missing:
        python = "%d.%d.%d (%s)" % (*sys.version_info[:3], sys.executable)
        reason += (
            f"; requirements.txt names what Python {python} does not have: {', '.join(missing)}."
            " Nothing is installed for it: install it there, or name another Python in POSTERN_PYTHON"
        )
    return reason


def fail(reason):
    """The last line of a container is the reason of its failure."""
    sys.stdout.flush()
    print(" ".join(reason.split()), file=sys.stderr, flush=True)
    return 1
