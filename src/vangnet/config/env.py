"""The environment, read once and judged whole: every fault is named at the same time.

`VARIABLES` is the list that the reference documentation is checked against.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from vangnet.connections.postgres import distribution
from vangnet.core.errors import InvalidInput

DEMO, TEST, PRODUCTION = "demo", "test", "production"
MODES = (DEMO, TEST, PRODUCTION)
DEMO_SECRET = "vangnet-demo-secret-never-in-production"  # noqa: S105 - the demo's own, refused in production
DEMO_VAULT = "demo:" + base64.b64encode(b"made-up-people-have-made-up-bsns").decode()
SECRET_LENGTH = 50
KEY_LENGTH = 32  # bytes
_KEY = re.compile(r"([a-z0-9-]{1,16}):([A-Za-z0-9+/=_-]+)")

VARIABLES: dict[str, str] = {
    "VANGNET_MODE": "demo, test of production; zonder DATABASE_URL demo, anders production",
    "VANGNET_DATA": "map voor de ingebouwde database en andere bestanden van deze installatie; standaard var",
    "VANGNET_POSTGRES": "welke PostgreSQL de ingebouwde database draait: embedded of debian15",
    "DATABASE_URL": "adres van een eigen PostgreSQL, bijvoorbeeld postgresql://naam:wachtwoord@host/vangnet",
    "DATABASE_OWNER_URL": "adres waarmee de tabellen worden gemaakt; standaard gelijk aan DATABASE_URL",
    "VANGNET_SECRET_KEY": "geheim van ten minste 50 tekens, waarmee sessies worden ondertekend",
    "VANGNET_VAULT_KEYS": "sleutels voor burgerservicenummers, als naam:base64 van 32 bytes, met komma's; de eerste is die van nu",
    "VANGNET_POLICE_KEY": "hoe het politienummer heet dat deze installatie bij een persoon bewaart; leeg is geen",
    "VANGNET_PUBLIC_URL": "het https-adres waarop mensen Vangnet openen",
    "VANGNET_HOSTS": "extra hostnamen, met komma's ertussen, bijvoorbeeld voor de machines die /gereed vragen",
    "VANGNET_PROXIES": "hoeveel vertrouwde proxy's voor Vangnet staan; standaard 1",
    "VANGNET_ISSUERS": "TOML-bestand met de OIDC-uitgevers en de organisatie waarvoor elk spreekt",
    "VANGNET_DECISION_POINT": "adres van een AuthZEN-beslispunt van een ander, dat alles ook moet toestaan; leeg is geen",
    "VANGNET_DECISION_TOKEN": "waarmee Vangnet zich daar bekendmaakt",
    "VANGNET_DECISION_MS": "binnen hoeveel milliseconden het hele antwoord er is; later is nee; standaard 1000",
    "VANGNET_NORMS": "mappen met eigen normbestanden, met een dubbele punt ertussen; wat erin verandert, geldt binnen een minuut",
    "VANGNET_MAIL_URL": "smtp-adres voor post over wachtwoorden, bijvoorbeeld smtp://naam:wachtwoord@host:587",
    "VANGNET_MAIL_FROM": "afzender van die post",
    "VANGNET_SERVERS": "aantal serverprocessen; standaard 2",
    "VANGNET_THREADS": "aantal gelijktijdige verzoeken per serverproces; standaard 4",
    "VANGNET_POOL": "verbindingen die elk serverproces met de database openhoudt; 0 is één per draad",
    "VANGNET_LOG_LEVEL": "hoeveel er in het logboek komt: DEBUG, INFO, WARNING of ERROR; standaard INFO, in de demo WARNING",
    "VANGNET_DISK_MINIMUM_MB": "onder hoeveel vrije megabytes /gereed nee zegt; standaard 500",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "adres dat OpenTelemetry-sporen ontvangt; leeg is geen sporen",
}


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says, checked."""

    mode: str
    data: Path
    postgres: str
    database_url: str
    owner_url: str
    secret_key: str = field(repr=False)
    vault_keys: tuple[tuple[str, bytes], ...] = field(repr=False)
    police_key: str
    public_url: str
    hosts: tuple[str, ...]
    proxies: int
    issuers: Path | None
    norms: tuple[Path, ...]
    decision_point: str
    decision_token: str = field(repr=False)
    decision_ms: int
    mail_url: str
    mail_from: str
    servers: int
    threads: int
    pool: int
    log_level: str
    disk_minimum_mb: int
    otlp_endpoint: str


@dataclass(slots=True)
class _Reader:
    """Reads variables and gathers what is wrong with them."""

    values: Mapping[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def needed(self, name: str) -> str:
        value = self.text(name)
        if not value:
            self.faults[name] = f"ontbreekt: {VARIABLES[name]}"
        return value

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            self.faults[name] = f"kan {', '.join(choices)} zijn"
        return value

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not low <= int(value) <= high:
            self.faults[name] = f"moet een getal van {low} tot {high} zijn"
            return default
        return int(value)

    def database(self, name: str) -> str:
        value = self.text(name)
        if value:
            try:
                parts = conninfo_to_dict(value)
            except psycopg.ProgrammingError:
                parts = {}
            if "dbname" not in parts:
                self.faults[name] = f"is geen adres van een database: {VARIABLES[name]}"
        return value

    def keys(self, name: str, default: str) -> tuple[tuple[str, bytes], ...]:
        """Return named keys of 32 bytes each, in the order given; no message repeats one."""
        found: dict[str, bytes] = {}
        for part in filter(None, (one.strip() for one in self.text(name, default).split(","))):
            match = _KEY.fullmatch(part)
            try:
                key = base64.b64decode(match[2].translate({45: 43, 95: 47}), validate=True) if match else b""
            except binascii.Error:
                key = b""
            if match is None or len(key) != KEY_LENGTH or match[1] in found:
                self.faults[name] = f"is geen rij van naam:base64 met 32 bytes per sleutel: {VARIABLES[name]}"
                return ()
            found[match[1]] = key
        return tuple(found.items())

    def decision_point(self, name: str) -> str:
        """Return the address of a decision point; https, or this machine."""
        value = self.text(name).rstrip("/")
        parts = urlsplit(value)
        here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
        if value and (not parts.hostname or not (parts.scheme == "https" or here) or parts.query or parts.fragment):
            self.faults[name] = "moet beginnen met https:// en een hostnaam"
        return value

    def file(self, name: str) -> Path | None:
        value = self.text(name)
        if value and not Path(value).is_file():
            self.faults[name] = "dit bestand bestaat niet"
        return Path(value) if value else None


def read(values: Mapping[str, str]) -> Environment:
    """Return the environment as checked values.

    Args:
        values: variable names to texts, such as `os.environ`.

    Raises:
        InvalidInput: something is missing or wrong; `fields` names every variable concerned.
    """
    reader = _Reader(values)
    has_database = bool(reader.text("DATABASE_URL"))
    mode = reader.choice("VANGNET_MODE", MODES, PRODUCTION if has_database else DEMO)
    environment = Environment(
        mode=mode,
        data=Path(reader.text("VANGNET_DATA", "var")),
        postgres=reader.choice("VANGNET_POSTGRES", distribution.CHOICES, distribution.EMBEDDED),
        database_url=reader.database("DATABASE_URL"),
        owner_url=reader.database("DATABASE_OWNER_URL") or reader.text("DATABASE_URL"),
        secret_key=reader.text("VANGNET_SECRET_KEY", "" if mode == PRODUCTION else DEMO_SECRET),
        vault_keys=reader.keys("VANGNET_VAULT_KEYS", "" if mode == PRODUCTION else DEMO_VAULT),
        police_key=reader.text("VANGNET_POLICE_KEY")[:40],
        public_url=reader.text("VANGNET_PUBLIC_URL").rstrip("/"),
        hosts=tuple(host.strip() for host in reader.text("VANGNET_HOSTS").split(",") if host.strip()),
        proxies=reader.number("VANGNET_PROXIES", 1, low=0, high=5),
        issuers=reader.file("VANGNET_ISSUERS"),
        norms=tuple(Path(folder) for folder in reader.text("VANGNET_NORMS").split(":") if folder.strip()),
        decision_point=reader.decision_point("VANGNET_DECISION_POINT"),
        decision_token=reader.text("VANGNET_DECISION_TOKEN"),
        decision_ms=reader.number("VANGNET_DECISION_MS", 1_000, low=10, high=10_000),
        mail_url=reader.text("VANGNET_MAIL_URL"),
        mail_from=reader.text("VANGNET_MAIL_FROM"),
        servers=reader.number("VANGNET_SERVERS", 2, low=1, high=64),
        threads=reader.number("VANGNET_THREADS", 4, low=1, high=128),
        pool=reader.number("VANGNET_POOL", 0, low=0, high=128),
        log_level=reader.choice(
            "VANGNET_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "WARNING" if mode == DEMO else "INFO"
        ),
        disk_minimum_mb=reader.number("VANGNET_DISK_MINIMUM_MB", 500, low=1, high=1_000_000),
        otlp_endpoint=reader.text("OTEL_EXPORTER_OTLP_ENDPOINT"),
    )
    if mode == PRODUCTION:
        _judge_production(reader, environment)
    if reader.faults:
        raise InvalidInput(
            "environment-invalid",
            nl="De instellingen van deze installatie kloppen niet. Herstel alles hieronder en start opnieuw.",
            en="The settings of this installation are not right. Mend everything below and start again.",
            fields=reader.faults,
        )
    return environment


_NEEDED = (
    "DATABASE_URL",
    "VANGNET_SECRET_KEY",
    "VANGNET_VAULT_KEYS",
    "VANGNET_PUBLIC_URL",
    "VANGNET_MAIL_URL",
    "VANGNET_MAIL_FROM",
)


def _judge_production(reader: _Reader, environment: Environment) -> None:
    """Add every reason why this may not run with real people in it."""
    for name in _NEEDED:
        reader.needed(name)
    demo = DEMO_VAULT.partition(":")[2]
    if any(base64.b64encode(key).decode() == demo or len(set(key)) < 10 for _, key in environment.vault_keys):
        reader.faults["VANGNET_VAULT_KEYS"] = (
            "heeft de sleutel van de demo of een eentonige; maak 32 willekeurige bytes"
        )
    secret = environment.secret_key
    if secret == DEMO_SECRET:
        reader.faults["VANGNET_SECRET_KEY"] = "is het geheim van de demo; kies een eigen geheim"  # noqa: S105
    elif secret and (len(secret) < SECRET_LENGTH or len(set(secret)) < 10):
        reader.faults["VANGNET_SECRET_KEY"] = f"is te kort of te eentonig; gebruik {SECRET_LENGTH} willekeurige tekens"
    address = urlsplit(environment.public_url)
    if environment.public_url and (address.scheme != "https" or not address.hostname or address.path):
        reader.faults["VANGNET_PUBLIC_URL"] = "moet beginnen met https:// en een hostnaam, zonder pad erachter"
    if "*" in environment.hosts:
        reader.faults["VANGNET_HOSTS"] = "noem de hostnamen; een * laat alles toe"
    mail = urlsplit(environment.mail_url)
    if environment.mail_url and (mail.scheme not in ("smtp", "smtps") or not mail.hostname):
        reader.faults["VANGNET_MAIL_URL"] = f"is geen smtp-adres: {VARIABLES['VANGNET_MAIL_URL']}"
    for name in ("DEBUG", "DJANGO_DEBUG", "VANGNET_DEBUG"):
        if reader.text(name).lower() not in ("", "0", "false", "no", "nee"):
            reader.faults[name] = "staat aan; in productie mag dat niet"
