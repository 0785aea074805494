"""Finds the directory of the user's script."""

import os
import shutil
import atexit
import tarfile
import tempfile

from .s3 import fetch
from .settings import MODEL_PATH_ON_AWS


def locate_code(settings):
    """The directory that holds the script: the submit directory where one is named, code/ of the model, or the model itself."""
    submitted = submitted_directory(settings)
    directories = [submitted] if submitted else []
    directories += [os.path.join(settings.model_dir, "code"), settings.model_dir]
    program = settings.program if settings.program.endswith(".py") else settings.program + ".py"
    for directory in directories:
        if os.path.isfile(os.path.join(directory, program)):
            return directory
    shown = " or ".join(shorten(directory, settings.model_dir) for directory in directories)
    raise FileNotFoundError(f"there is no {program} in {shown} (set SAGEMAKER_PROGRAM to name another script)")


def submitted_directory(settings):
    place = settings.submit_directory
    if place.startswith("s3://"):
        return fetch_code(place, settings.scratch)
    if place.startswith("file://"):
        place = place[len("file://") :]
    if place == MODEL_PATH_ON_AWS or place.startswith(MODEL_PATH_ON_AWS + "/"):
        place = settings.model_dir + place[len(MODEL_PATH_ON_AWS) :]
    return os.path.join(settings.model_dir, place) if place else ""


def fetch_code(url, scratch):
    """Unpacks a sourcedir.tar.gz into a directory that is removed at the end."""
    directory = tempfile.mkdtemp(prefix="code-", dir=scratch)
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    with fetch(url) as body, tarfile.open(fileobj=body, mode="r|gz") as archive:
        for member in archive:
            if not (member.isfile() or member.isdir()):
                raise ValueError(f"{member.name} in {url} is neither a file nor a directory")
            target = os.path.realpath(os.path.join(directory, member.name))
            if os.path.commonpath([os.path.realpath(directory), target]) != os.path.realpath(directory):
                raise ValueError(f"{member.name} in {url} leads out of the archive")
            archive.extract(member, directory, set_attrs=False)
    return directory


def shorten(directory, model_dir):
    """Paths as they are inside the model: where it was unpacked is nobody's business."""
    inside = os.path.relpath(directory, model_dir)
    return "the model artifact" if inside == "." else directory if inside.startswith("..") else f"{inside}/ of the model artifact"
