"""The composition root: the configuration's values bound to the adapters that the check-in needs. Nowhere else."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from kiosk.checkin import CheckinPorts, CheckinSession, CheckinSettings
from kiosk.config import ConfigError, read_database_key, read_secret
from kiosk.model import Language, Service
from kiosk.snapshot import Facility
from kiosk.station import PcscCardStation
from kiosk.store.times import VIETNAM
from kiosk.store.visits import SqlVisitStore, new_id
from kiosk.times import Times

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.config import Config
    from kiosk.model import Coverage, PatientIdentity
    from kiosk.ports import CardStation, Clock


class SystemClock:
    """The machine's clocks; wall time in Vietnam's zone, whatever the machine's setting is."""

    def now(self) -> datetime:
        """Wall time."""
        return datetime.now(VIETNAM)

    def monotonic(self) -> float:
        """Seconds that never run back."""
        return time.monotonic()


SYSTEM_CLOCK = SystemClock()


class ConfiguredServices:
    """The services of kiosk.toml."""

    def __init__(self, config: Config) -> None:
        self._services = tuple(
            Service(one.id, one.name, one.name_en or one.name, one.room, one.floor, one.series, one.icon)
            for one in config.services
        )

    def services(self) -> tuple[Service, ...]:
        """In the order of the file."""
        return self._services


class ClosingInsurance(Protocol):
    """An InsurancePort that holds a connection."""

    def look_up(self, identity: PatientIdentity) -> Coverage:
        """See InsurancePort."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class LazyInsurance:
    """The look-up, built when the first patient needs it: HTTP is no part of the start."""

    def __init__(self, build: Callable[[], ClosingInsurance]) -> None:
        self._build = build
        self._built: ClosingInsurance | None = None

    def look_up(self, identity: PatientIdentity) -> Coverage:
        """See InsurancePort."""
        if self._built is None:
            self._built = self._build()
        return self._built.look_up(identity)

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        if self._built is not None:
            self._built.close()


class KioskSession(CheckinSession):
    """A CheckinSession that closes what was opened for it: the database, with its instance lock, and the gateway's connection."""

    def __init__(
        self,
        ports: CheckinPorts,
        settings: CheckinSettings,
        store: SqlVisitStore,
        insurance: ClosingInsurance,
    ) -> None:
        super().__init__(ports, settings)
        self.store = store
        self._gateway = insurance

    def stop(self) -> bool:
        """End all threads, then close. A thread that does not end keeps its database: it may be in the middle of a commit."""
        ended = super().stop()
        if ended:
            self._gateway.close()
            self.store.close()
        return ended


def build_session(
    config: Config,
    *,
    clock: Clock | None = None,
    station: CardStation | None = None,
    times: Times | None = None,
) -> KioskSession:
    """A check-in on the configured reader, gateway and database. Raises ConfigError and StoreError, each saying what to do.

    Nothing runs before ``start()``. The database is opened here, and its instance lock taken, so that a wrong key or a second kiosk is
    told at once; ``stop()`` closes it.
    """
    if not config.services:
        raise ConfigError(
            "service", "there is none", "Add a [[service]] for each service that patients may choose"
        )
    clock = clock or SYSTEM_CLOCK
    insurance = build_insurance(config, clock)
    store = open_store(config)
    try:
        ports = CheckinPorts(
            clock=clock,
            station=station or PcscCardStation(config.reader.name, config.trust.paths),
            insurance=insurance,
            store=store,
            catalogue=ConfiguredServices(config),
            new_id=new_id,
        )
        facility = Facility(config.facility.name, config.facility.name_en or config.facility.name)
        settings = CheckinSettings(
            facility=facility,
            language=Language(config.ui.language),
            times=times or Times(),
            scanner_ready=False,  # no adapter reads codes yet, so no screen may ask for one
        )
        return KioskSession(ports, settings, store, insurance)
    except BaseException:
        store.close()
        raise


def open_store(config: Config) -> SqlVisitStore:
    """The kiosk's records, alone and for writing. Raises ConfigError and StoreError."""
    return SqlVisitStore.open(config.database.path, read_database_key(config.database), config.facility.code)


def open_store_to_read(config: Config) -> SqlVisitStore:
    """The kiosk's records beside a running kiosk. Raises ConfigError and StoreError."""
    return SqlVisitStore.open_to_read(
        config.database.path, read_database_key(config.database), config.facility.code
    )


def build_insurance(config: Config, clock: Clock) -> LazyInsurance:
    """The look-up at the configured gateway; without one, every answer is "later". Raises ConfigError for its secret's file."""
    gateway = config.gateway
    password = read_secret(gateway.password_file, "gateway.password_file") if gateway.url else ""
    if gateway.ca_file is not None and not gateway.ca_file.is_file():
        raise ConfigError(
            "gateway.ca_file", f"{gateway.ca_file} is not there", "Name a PEM file, or remove the setting"
        )

    def build() -> ClosingInsurance:
        from kiosk.insurance.lookup import NoGateway

        if not gateway.url:
            return NoGateway(clock)
        from kiosk.insurance.breaker import Breaker
        from kiosk.insurance.channel import GatewayChannel
        from kiosk.insurance.client import Account, GatewayClient
        from kiosk.insurance.coverage import Rules
        from kiosk.insurance.lookup import GatewayInsurance

        channel = GatewayChannel(gateway.url, gateway.ca_file)
        account = Account(gateway.username, password, gateway.staff_name, gateway.staff_number)
        return GatewayInsurance(
            client=GatewayClient(channel, account, clock.now, gateway.body),
            channel=channel,
            breaker=Breaker(gateway.breaker_failures, gateway.breaker_rest_s, clock.monotonic),
            rules=Rules(config.facility.code, config.facility.accepted, config.facility.name),
            clock=clock,
            timeout_s=gateway.timeout_s,
        )

    return LazyInsurance(build)
