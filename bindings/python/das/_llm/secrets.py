"""Keys and passwords, and their redaction."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import getproxies

from .._core.errors import InvalidArgumentError, LLMError

DEFAULT_URL = "https://api.openai.com/v1"

# Shorter ones ("none", "EMPTY") are no secrets, and redacting them would damage text.
SHORTEST_SECRET = 6


@dataclass(frozen=True)
class Address:
    """A server's address: `url` without user and password, and these as `user`."""

    url: str
    user: str | None = field(default=None, repr=False)

    @property
    def authorization(self) -> str | None:
        """The header for user and password, as browsers and curl send it."""
        if self.user is None:
            return None
        return "Basic " + base64.b64encode(self.user.encode()).decode()

    @property
    def secrets(self) -> list[str]:
        """The parts of the address that must not be shown."""
        if self.user is None:
            return []
        encoded = base64.b64encode(self.user.encode()).decode()
        return [encoded, self.user, self.user.partition(":")[2]]


def address_of(base_url: str | None) -> Address:
    """The address of ``base_url``, of the environment, or of OpenAI."""
    given = base_url or os.environ.get("OPENAI_BASE_URL") or DEFAULT_URL
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        # Not shown: a malformed URL may contain a password, too.
        raise InvalidArgumentError("base_url is no URL; it takes one like http://localhost:8000/v1")
    if parts.query or parts.fragment:
        raise InvalidArgumentError(
            "base_url has a part after '?' or '#'; it takes none (keys come from the environment)"
        )
    userinfo, _, host = parts.netloc.rpartition("@")
    url = urlunsplit((parts.scheme, host, parts.path, "", ""))
    return Address(url, unquote(userinfo) if userinfo else None)


def key_of(variable: str | None, needed: bool) -> str | None:
    """The key in an environment variable; None where none is needed."""
    key = os.environ.get(variable, "").strip() if variable else ""
    if not key:
        if needed:
            raise LLMError(f"no key: set the environment variable {variable or 'of api_key_env'}")
        return None
    if not (key.isascii() and key.isprintable()):
        raise LLMError(f"the environment variable {variable} holds characters that no key has")
    return key


def redacted(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret replaced by ``***``.

    Secrets are found in upper and lower case, URL-encoded, escaped as in JSON or HTML, and split by
    blanks, as hosts of URLs, paths and logs may contain them.
    """
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            text = _pattern(secret).sub("***", text)
    return text


def _pattern(secret: str) -> re.Pattern[str]:
    return re.compile(r"[^!-~]*?".join(map(_spellings, secret)), re.IGNORECASE)


def _spellings(character: str) -> str:
    encoded = "".join(f"%(?:25)*{byte:02x}" for byte in character.encode())
    code = ord(character)
    escaped = rf"\\+u0*{code:04x}|\\+x{code:02x}|&\#0*{code};|&\#x0*{code:x};"
    return f"(?:{re.escape(character)}|{encoded}|{escaped})"


def proxy_secrets() -> list[str]:
    """Users and passwords of the proxies in the environment."""
    users = [unquote(urlsplit(url).netloc.rpartition("@")[0]) for url in getproxies().values()]
    return [secret for user in users if user for secret in Address("", user).secrets]
