"""A store on another machine's drive, or in a folder that a cloud copies, is warned of; others are not."""

from __future__ import annotations

import pytest

from useit_eval.store.places import modes_warning, place_warning, warn_of

MOUNTS = """\
22 28 0:20 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:25 / /home rw - ext4 /dev/sda2 rw
31 30 0:26 / /srv/ann/team rw - nfs4 server:/team rw
32 31 0:27 / /srv/ann/team/mine rw - ext4 /dev/sdb1 rw
33 22 0:28 / /mnt/c rw - 9p drvfs rw
34 22 0:29 / /mnt/our\\040share rw - cifs //server/share rw
35 22 0:30 / /mnt/far rw - fuse.sshfs ann@far: rw
"""
ON_NETWORK = [
    "/srv/ann/team/s.sqlite",
    "/mnt/c/s/s.sqlite",
    "/mnt/our share/s.sqlite",
    "/mnt/far/s.sqlite",
    r"\\server\share\s.sqlite",
]
IN_CLOUD = {
    r"C:" r"\Users\ann\OneDrive - University of X\town\s.sqlite": "OneDrive",
    r"C:" r"\Users\ann\OneDrive\s.sqlite": "OneDrive",
    "/srv/ann/Dropbox (Team)/s.sqlite": "Dropbox",
    "/" "Users/ann/Library/Mobile Documents/com~apple~CloudDocs/s.sqlite": "iCloud",
    "/" "Users/ann/Library/CloudStorage/GoogleDrive-ann@example.org/My Drive/s.sqlite": "Google Drive",
    "/srv/ann/Nextcloud/s.sqlite": "Nextcloud",
}
SAFE = [
    "/srv/ann/town/s.sqlite",
    "/srv/ann/team/mine/s.sqlite",
    r"C:" r"\study\s.sqlite",
    "/srv/ann/teams/s.sqlite",
    "/srv/ann/dropbox.txt",
]


@pytest.mark.parametrize("path", ON_NETWORK)
def test_a_drive_of_another_machine_is_warned_of(path):
    assert "a drive of another machine" in warn_of(path, mounts=MOUNTS)


@pytest.mark.parametrize("path", IN_CLOUD)
def test_a_folder_that_a_cloud_copies_is_named(path):
    assert f"a folder that {IN_CLOUD[path]} copies" in warn_of(path, mounts=MOUNTS)


@pytest.mark.parametrize("path", SAFE)
def test_a_folder_of_the_machine_s_own_disk_is_not_warned_of(path):
    assert warn_of(path, mounts=MOUNTS) == ""


def test_a_marker_file_in_a_folder_above_gives_a_cloud_away(tmp_path):
    (tmp_path / ".stfolder").mkdir()
    (tmp_path / "study").mkdir()
    assert "Syncthing copies" in place_warning(tmp_path / "study" / "store.sqlite")


def test_a_server_s_url_is_no_folder():
    assert place_warning("postgresql+pg8000://ann@db/useit") == ""


def test_where_modes_mean_nothing_it_says_so():
    assert "whoever may read its folder" in modes_warning(windows=True) and modes_warning(windows=False) == ""
