"""Secrets in the database: sealed with a key, for one place, and never read by accident."""

import pytest
from pydantic import SecretStr

from core.infra.sealing import Unreadable, seal, unseal
from core.infra.settings import Settings


def _settings(key: str) -> Settings:
    return Settings(secret_key=SecretStr(key), _env_file=None)


def test_what_was_sealed_opens_with_the_same_key_in_the_same_place() -> None:
    sealed = seal("JBSWY3DP", _settings("long and random"), "a:1")
    assert "JBSWY3DP" not in sealed
    assert unseal(sealed, _settings("long and random"), "a:1") == "JBSWY3DP"
    assert sealed != seal("JBSWY3DP", _settings("long and random"), "a:1")
    assert len(seal("A" * 32, _settings("x"), "a:1")) <= 200


@pytest.mark.parametrize(("key", "place"), [("another", "a:1"), ("long and random", "a:2"), ("", "a:1")])
def test_another_key_or_place_opens_nothing(key: str, place: str) -> None:
    sealed = seal("JBSWY3DP", _settings("long and random"), "a:1")
    with pytest.raises(Unreadable):
        unseal(sealed, _settings(key), place)


def test_without_a_key_it_is_kept_as_it_is_and_stays_readable_after_one_is_set() -> None:
    bare = seal("JBSWY3DP", _settings(""), "a:1")
    assert unseal(bare, _settings(""), "a:1") == "JBSWY3DP"
    assert unseal(bare, _settings("set later"), "a:1") == "JBSWY3DP"
