"""Lives of a centre that begin alike: their first days are lived once, kept, and copied for whoever goes on."""

import atexit
import functools
import shutil
import tempfile
from pathlib import Path


class Lives:
    """What was lived so far; nothing in a workspace depends on where it lies.

    Args:
      most: Of longer beginnings no copy is kept.
    """

    def __init__(self, most):
        self._most, self._kept = most, {}

    def lived(self, folder, days, begin, live):
        """The folder after these days.

        Args:
          days: Hashable; what happens each day, and all that it hangs on beside the days before.
          begin: Makes the folder of a centre before anything came.
          live: Lives the day of a place in the folder; gives the number of its batch.

        Returns:
          The batch of each place.
        """
        days = tuple(days)
        lived = next((count for count in range(len(days), 0, -1) if days[:count] in self._kept), 0)
        if lived:
            kept, batches = self._kept[days[:lived]]
            shutil.copytree(kept, folder, dirs_exist_ok=True)
        else:
            begin(folder)
            batches = ()
        for place in range(lived, len(days)):
            batches = (*batches, live(folder, place))
            if place < self._most:
                kept = Path(tempfile.mkdtemp(dir=_place())) / "centre"
                self._kept[days[: place + 1]] = shutil.copytree(folder, kept), batches
        return batches


@functools.cache
def _place():
    folder = Path(tempfile.mkdtemp(prefix="telebatch-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
