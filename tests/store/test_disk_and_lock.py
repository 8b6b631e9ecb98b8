from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from pathlib import PurePosixPath

import pytest
from sqlalchemy import update

from telebatch.model.errors import ExitCode, StoreBusy, StoreDamaged, StoreRefused
from telebatch.model.tables import LEADS
from telebatch.store import mounts, open_store, schema, sha256_of
from tests.store.store_samples import commit_leads, writing

_MOUNTINFO = r"""22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:26 / /mnt/with\040space rw - nfs4 server:/export rw,vers=4.2
31 22 0:27 / /mnt/c rw,noatime - 9p C:\134 rw,aname=drvfs;path=C:\;uid=1000
32 22 0:28 / /mnt/box rw - 9p share rw,trans=virtio
33 22 0:29 / /home/kim/remote rw - fuse.sshfs kim@server: rw
34 22 0:30 / /mnt/twice rw - nfs server:/a rw
35 34 0:31 / /mnt/twice rw - tmpfs none rw"""
_MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//kim@server/share on /Volumes/share on 2 (smbfs, nodev, nosuid, mounted by kim)"""


@pytest.mark.parametrize(
    ("path", "is_network"),
    [
        ("/home/kim/store", False),
        ("/mnt/with space/store", True),
        ("/mnt/c/Users/kim/store", True),
        ("/mnt/cellar/store", False),
        ("/mnt/box/store", False),
        ("/home/kim/remote", True),
        ("/mnt/twice/store", False),
    ],
)
def test_linux_network_disks_are_known(path, is_network):
    mount = mounts.mount_of(PurePosixPath(path), mounts.linux_mounts(_MOUNTINFO))
    assert mount.is_network == is_network


@pytest.mark.parametrize(("path", "is_network"), [("/Users/kim", False), ("/Volumes/share on 2/a", True)])
def test_mac_network_disks_are_known(path, is_network):
    assert mounts.mount_of(PurePosixPath(path), mounts.mac_mounts(_MAC)).is_network == is_network


def test_a_store_on_a_network_disk_is_refused(root, monkeypatch):
    monkeypatch.setattr(mounts, "mounts", lambda: (mounts.Mount(PurePosixPath("/"), "nfs4"),))
    with pytest.raises(StoreRefused, match="network disk") as told:
        open_store(root)
    assert told.value.exit_code is ExitCode.STORE


def test_a_second_writer_waits_and_is_then_told_who_holds_the_store(store, root):
    with open_store(root, lock_timeout_seconds=0.1) as second, writing(store, "nightly"):
        with pytest.raises(StoreBusy) as told, writing(second):
            pass
        assert re.search(rf"nightly \(process {os.getpid()}, since 20\d\d-\d\d-\d\d [\d:]+ UTC\)", str(told.value))
        assert told.value.exit_code is ExitCode.STORE
        with writing(second, dry_run=True):
            pass
    assert store.last_batch() == 1


def test_a_reader_never_waits_for_a_writer(store, root):
    commit_leads(store, [1])
    with writing(store) as commit, open_store(root, readonly=True) as reader:
        commit.warnings.append("x")
        assert reader.last_batch() == 1


def test_a_ledger_of_a_newer_telebatch_is_refused(store, root):
    commit_leads(store, [1])
    with store._desk.ledger._transaction() as connection:
        connection.execute(update(schema.layout).values(version=schema.LEDGER_VERSION + 1))
    store.close()
    with pytest.raises(StoreRefused, match="this telebatch knows"):
        open_store(root)


def older(root):
    """What an earlier telebatch left: a ledger of version 1."""
    with closing(sqlite3.connect(root / "ledger.sqlite")) as ledger, ledger:
        for table in ("segments", "outputs"):
            ledger.execute(f"ALTER TABLE {table} RENAME COLUMN checksum TO sha256")
        ledger.execute("UPDATE segments SET sha256 = ?", (sha256_of(next(root.rglob("*.parquet"))),))
        ledger.execute("UPDATE layout SET version = 1")


def test_a_ledger_of_an_older_telebatch_is_brought_up_by_whoever_writes(store, root):
    commit_leads(store, [1])
    store.close()
    older(root)
    with pytest.raises(StoreRefused, match="store compact"), open_store(root, readonly=True) as reader:
        reader.last_batch()
    with open_store(root) as again:
        assert not again.check()
        commit_leads(again, [2])
        assert again.scan(LEADS).collect().height == 2
        assert not again.check()
    with open_store(root, readonly=True) as reader:
        assert reader.last_batch() == 2


def test_a_file_that_is_no_ledger_is_told_as_damaged(root):
    root.mkdir(parents=True)
    (root / "ledger.sqlite").write_bytes(b"not a database at all, " * 200)
    with pytest.raises(StoreDamaged, match="cannot be read"):
        open_store(root)


def test_a_crash_while_the_ledger_was_made_is_overcome(root, store):
    root.mkdir(parents=True)
    (root / "ledger.sqlite").touch()
    assert store.last_batch() == 0
    assert commit_leads(store, [1]) == 1
