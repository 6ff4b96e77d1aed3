"""Settings: what is asked for is taken, what is unknown or bad stops the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.settings import read_settings
from service.stop import CannotStart


def test_defaults() -> None:
    settings = read_settings({})
    assert settings.data == Path("var").absolute()
    assert settings.database_url is None
    assert (settings.host, settings.port, settings.demo) == ("127.0.0.1", 8000, True)
    assert (settings.log_level, settings.trusted_proxies) == ("INFO", ())
    assert settings.keep_files_days == 7


def test_everything_set() -> None:
    settings = read_settings(
        {
            "SOVIEC_DATA": "/srv/sổ việc",
            "SOVIEC_DATABASE_URL": "postgresql://me:secret@db/ward",
            "HOST": "0.0.0.0",
            "PORT": "8080",
            "DEMO": "0",
            "SOVIEC_LOG_LEVEL": "warning",
            "SOVIEC_TRUSTED_PROXY": "10.0.0.7, fd00::/8",
            "SOVIEC_KEEP_FILES_DAYS": "30",
            "PATH": "/bin",
        }
    )
    assert settings.data == Path("/srv/sổ việc")
    assert settings.files == Path("/srv/sổ việc/files")
    assert settings.database_url == "postgresql://me:secret@db/ward"
    assert (settings.host, settings.port, settings.demo) == ("0.0.0.0", 8080, False)
    assert settings.log_level == "WARNING"
    assert settings.trusted_proxies == ("10.0.0.7", "fd00::/8")
    assert settings.keep_files_days == 30


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SOVIEC_DATA", " "),
        ("SOVIEC_DATABSE_URL", "postgresql://db/ward"),
        ("SOVIEC_DATABASE_URL", "mysql://db/ward"),
        ("SOVIEC_DATABASE_URL", ""),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "eight"),
        ("PORT", ""),
        ("PORT", "٨٠٨٠"),
        ("HOST", ""),
        ("HOST", "a b"),
        ("DEMO", "yes"),
        ("DEMO", ""),
        ("SOVIEC_LOG_LEVEL", "loud"),
        ("SOVIEC_TRUSTED_PROXY", "*"),
        ("SOVIEC_TRUSTED_PROXY", "0.0.0.0/0"),
        ("SOVIEC_TRUSTED_PROXY", "proxy.example"),
        ("SOVIEC_TRUSTED_PROXY", "10.0.0.1, 10.0.0.300"),
        ("SOVIEC_KEEP_FILES_DAYS", "0"),
        ("SOVIEC_KEEP_FILES_DAYS", "1e2"),
        ("SOVIEC_KEEP_FILES_DAYS", "99999999999999999999"),
    ],
)
def test_a_bad_or_unknown_value_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(CannotStart) as stop:
        read_settings({name: value})
    for sentence in (stop.value.vi, stop.value.en):
        assert name in sentence
        assert "\n" not in sentence


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(CannotStart) as stop:
        read_settings({"SOVIEC_DATABASE_URL": "http://me:secret@db"})
    assert "secret" not in str(stop.value)
