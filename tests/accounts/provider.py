"""A small OpenID Connect provider on loopback: discovery, authorization by code with PKCE, tokens, user information."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "alianza-test", "a-secret-for-tests"


class Provider:
    """Whoever comes is the person in `claims`; nobody is asked for a password."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.claims: dict[str, Any] = {}
        self.audience = CLIENT
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self.seen: list[str] = []
        """Paths that were asked for, in order."""
        self.refused: list[str] = []

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def jwks(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code."""
        wanted = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        wrong = [name for name, value in wanted.items() if asked.get(name) != value]
        wrong += [name for name in ("code_challenge", "redirect_uri", "state") if not asked.get(name)]
        wrong += [] if "openid" in asked.get("scope", "").split() else ["scope"]
        if wrong:
            raise ValueError(f"authorization without a fitting {', '.join(wrong)}")
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        asked = self.codes.pop(sent.get("code", ""), None)  # a code opens once
        if asked is None:
            raise ValueError("unknown code")
        if (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            raise ValueError("another client")
        if sent.get("redirect_uri") != asked["redirect_uri"]:
            raise ValueError("another address to return to")
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            raise ValueError("the proof of the code (PKCE) does not fit")
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 300, **self.claims}
        access = secrets.token_urlsafe(16)
        self.tokens.add(access)
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "k1"})
        return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def userinfo(self, bearer: str) -> dict[str, Any]:
        if bearer.removeprefix("Bearer ") not in self.tokens:
            raise ValueError("unknown token")
        return self.claims


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def _say(self, status: int, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        at = urlsplit(self.path)
        self.provider.seen.append(at.path)
        try:
            if at.path == "/.well-known/openid-configuration":
                self._say(200, self.provider.configuration())
            elif at.path == "/jwks":
                self._say(200, self.provider.jwks())
            elif at.path == "/userinfo":
                self._say(200, self.provider.userinfo(self.headers.get("Authorization", "")))
            elif at.path == "/authorize":
                target = self.provider.authorize({name: held[0] for name, held in parse_qs(at.query).items()})
                self.send_response(302)
                self.send_header("Location", target)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self._say(404, {})
        except ValueError as wrong:
            self._refuse(wrong)

    def do_POST(self) -> None:
        self.provider.seen.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        try:
            self._say(200, self.provider.token({name: held[0] for name, held in parse_qs(body).items()}))
        except ValueError as wrong:
            self._refuse(wrong)

    def _refuse(self, wrong: ValueError) -> None:
        self.provider.refused.append(str(wrong))
        self._say(400, {"error": "invalid_request", "error_description": str(wrong)})


@contextmanager
def running() -> Iterator[Provider]:
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    handler.provider = provider
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
