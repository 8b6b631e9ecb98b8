"""May a store lie here? Only on a disk of this machine: locks and fsync of network disks promise too little."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from telebatch.model.errors import StoreRefused

#: Kinds of mount as Linux and macOS name them.
NETWORK_KINDS = frozenset(
    {
        "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "webdav", "davfs",
        "ncpfs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "ocfs2", "gfs2", "fuse.sshfs", "fuse.rclone",
        "fuse.s3fs", "fuse.gcsfuse", "fuse.goofys", "fuse.davfs2", "fuse.glusterfs", "fuse.ceph", "macfuse",
        "osxfuse", "drvfs", "vboxsf", "prl_fs", "vmhgfs", "fuse.vmhgfs-fuse",
    }
)  # fmt: skip
_MOUNTINFO = Path("/proc/self/mountinfo")


@dataclass(frozen=True)
class Mount:
    """One mounted file system: where, which kind, with which options."""

    place: PurePosixPath
    kind: str
    options: str = ""

    @property
    def is_network(self) -> bool:
        """Another machine, or another operating system, also writes to it."""
        # WSL shows the Windows drives as 9p with drvfs among the options.
        return self.kind in NETWORK_KINDS or (self.kind == "9p" and "drvfs" in self.options)


def refuse_network(path: Path) -> None:
    """Does nothing on a local disk.

    Raises:
      StoreRefused: The path lies on a network file system.
    """
    mount = mount_of(PurePosixPath(path.resolve()), mounts())
    if mount is not None and mount.is_network:
        raise StoreRefused(
            f"the store would lie on a network disk ({mount.kind})",
            place=path.name,
            remedy="move the workspace to a disk of this machine, or set store = to a folder on one in telebatch.toml",
        )


def mount_of(path: PurePosixPath, found: Iterable[Mount]) -> Mount | None:
    """The mount that holds a path: the deepest one, and of two at one place the later."""
    holding = [mount for mount in found if path.is_relative_to(mount.place)]
    deepest = max((len(mount.place.parts) for mount in holding), default=0)
    return next((mount for mount in reversed(holding) if len(mount.place.parts) == deepest), None)


def mounts() -> tuple[Mount, ...]:
    """What is mounted on this machine; empty where the system does not say."""
    if _MOUNTINFO.exists():
        return linux_mounts(_MOUNTINFO.read_text(errors="replace"))
    if sys.platform == "darwin":
        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False)
        return mac_mounts(told.stdout)
    return ()


def linux_mounts(text: str) -> tuple[Mount, ...]:
    """Lines of /proc/self/mountinfo: `… place options … - kind source super-options`."""
    found = []
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        if dash:
            place = before.split(" ")[4].encode().decode("unicode_escape")
            kind, _, options = after.partition(" ")
            found.append(Mount(PurePosixPath(place), kind, options))
    return tuple(found)


def mac_mounts(text: str) -> tuple[Mount, ...]:
    """Lines of `mount`: `source on place (kind, options)`."""
    found = []
    for line in text.splitlines():
        before, bracket, after = line.rpartition(" (")
        if bracket and " on " in before:
            kind, _, options = after.rstrip(")").partition(", ")
            found.append(Mount(PurePosixPath(before.partition(" on ")[2]), kind, options))
    return tuple(found)
