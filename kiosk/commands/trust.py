"""`kiosk trust import|list|check|expire`: the country signers that this clinic trusts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import config as configuration
from kiosk.commands.console import DONE, FAILED, USAGE, CommandError, say, say_json, table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Mapping

    from reader.trust import NotedCertificate, RefusedCertificate, TrustStore

SHOWN = 5
OLD_LIST_DAYS = 180


class TrustCommand:
    """Fills, shows, checks and clears the trust store."""

    name = "trust"
    help = "import, list, check or expire the country signers (CSCA) that are trusted"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """See docs/reference/trust.md."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="import|list|check|expire")
        taking = actions.add_parser(
            "import", help="take certificates, master lists, CRLs or LDIF into the store"
        )
        taking.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="DER, PEM, .ml, .crl or .ldif"
        )
        taking.add_argument(
            "--root",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="certificate that a master list's signature must lead to; compare its fingerprint with its issuer's",
        )
        listing = actions.add_parser("list", help="who is trusted")
        listing.add_argument("--country", metavar="XX", help="of this country only, two letters")
        actions.add_parser(
            "check", help="what is refused, odd, old or missing; exit 1 if anything needs a hand"
        )
        expire = actions.add_parser(
            "expire", help="remove what has expired or was overtaken by something newer"
        )
        expire.add_argument(
            "--dry-run", action="store_true", help="say what would be removed, remove nothing"
        )
        for action in actions.choices.values():
            action.add_argument(
                "--store",
                type=Path,
                metavar="DIR",
                help="trust store (else the configuration's first directory)",
            )
            action.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def run(self, args: argparse.Namespace) -> int:
        """Do the one that was named."""
        actions: Mapping[str, Callable[[argparse.Namespace], int]] = {
            "import": _import,
            "list": _list,
            "check": _check,
            "expire": _expire,
        }
        return actions[args.action](args)


def _import(args: argparse.Namespace) -> int:
    from reader.trust import import_files

    for file in (*args.files, *args.root):
        if not file.is_file():
            raise CommandError("no-such-file", f"There is no file {file}", "Check the path")
    report = import_files(args.files, _store_directory(args), roots=args.root)
    if args.json:
        say_json(
            {
                "added": list(report.added),
                "known": report.known,
                "certificates": len(report.store),
                "refused": _documents(report.refused),
                "noted": _documents(report.noted),
            }
        )
    else:
        say(
            f"{len(report.added)} files added, {report.known} were there already; "
            f"the store now trusts {len(report.store)} country signers",
            *_lists(report.store),
            *_complaints("Refused", report.refused),
            *_complaints("Taken, but odd", report.noted),
        )
    return FAILED if report.refused and not report.added and not report.known else DONE


def _list(args: argparse.Namespace) -> int:
    store = _load(args)
    wanted = [
        (entry, certificate)
        for entry, certificate in zip(store.entries, store.certificates, strict=True)
        if args.country is None or entry.country == args.country.upper()
    ]
    wanted.sort(key=lambda item: (item[0].country, item[1].not_before))
    if args.json:
        say_json(
            [
                {
                    "sha256": entry.fingerprint,
                    "country": entry.country,
                    "subject": certificate.subject,
                    "not_before": certificate.not_before.isoformat(),
                    "not_after": certificate.not_after.isoformat(),
                    "source": entry.source,
                    "master_list": entry.master_list or None,
                }
                for entry, certificate in wanted
            ]
        )
    elif wanted:
        rows = (
            (
                entry.country,
                f"{item.not_before:%Y-%m-%d}",
                f"{item.not_after:%Y-%m-%d}",
                entry.fingerprint[:16],
                item.subject,
            )
            for entry, item in wanted
        )
        say(*table([("STATE", "FROM", "TO", "SHA-256", "SUBJECT"), *rows]))
    else:
        say("No country signer.")
    return DONE


def _check(args: argparse.Namespace) -> int:
    store = _load(args)
    now = datetime.now(UTC)
    problems = _problems(store, now)
    if args.json:
        say_json(
            {
                "certificates": len(store),
                "countries": len({entry.country for entry in store.entries}),
                "crls": len(store.crls),
                "problems": problems,
                "refused": _documents(store.refused),
                "noted": _documents(store.noted),
            }
        )
    else:
        countries = len({entry.country for entry in store.entries})
        say(
            f"{len(store)} country signers of {countries} countries, {len(store.crls)} revocation lists",
            *_lists(store),
            *(f"! {problem}" for problem in problems),
            *_complaints("Refused", store.refused),
            *_complaints("Taken, but odd", store.noted),
        )
    return FAILED if problems or store.refused else DONE


def _expire(args: argparse.Namespace) -> int:
    from reader.trust import expired_files, remove

    found = expired_files(_existing_store(args), datetime.now(UTC))
    if not args.dry_run:
        remove(found)
    if args.json:
        say_json(
            {
                "removed": not args.dry_run,
                "files": [
                    {"file": str(item.file), "reason": item.reason, "detail": item.detail} for item in found
                ],
            }
        )
        return DONE
    verb = "would be removed" if args.dry_run else "removed"
    say(
        f"{len(found)} files {verb}",
        *table(((item.file.name[:16], item.reason, item.detail) for item in found), "  "),
    ) if found else say("Nothing has expired.")
    return DONE


def _problems(store: TrustStore, now: datetime) -> list[str]:
    """What needs a hand: no certificate at all, expired ones, stale or missing revocation lists, an old master list."""
    if store.is_empty:
        return ["no CSCA is configured: no card can be proven genuine"]
    problems = []
    expired = sum(
        certificate.not_after < now
        for entry, certificate in zip(store.entries, store.certificates, strict=True)
        if not entry.master_list
    )
    if expired:
        problems.append(f"{expired} certificates have expired: kiosk trust expire")
    problems += [
        f"the revocation list of {crl.issuer} is stale since {crl.next_update:%Y-%m-%d}"
        for crl in map(store.crl, store.crls)
        if crl.next_update is not None and crl.is_stale(now)
    ]
    oldest = now - timedelta(days=OLD_LIST_DAYS)
    problems += [
        f"the master list of {item.signed_at[:10]} is older than {OLD_LIST_DAYS} days"
        for item in store.lists
        if item.signed_at and datetime.fromisoformat(item.signed_at) < oldest
    ]
    return problems


def _lists(store: TrustStore) -> list[str]:
    return [
        f"master list of {item.signed_at[:10] or 'no date'}: {item.certificates} certificates"
        for item in store.lists
    ]


def _complaints(title: str, items: Iterable[RefusedCertificate | NotedCertificate]) -> list[str]:
    """Lines by reason, the most telling few of each."""
    by_reason: dict[str, list[tuple[str, ...]]] = {}
    for item in items:
        by_reason.setdefault(item.reason, []).append((item.source, item.detail))
    lines = ["", f"{title}:"] if by_reason else []
    for reason, rows in by_reason.items():
        lines += [f"  {reason} ({len(rows)})", *table(rows[:SHOWN], "    ")]
        if len(rows) > SHOWN:
            lines.append(f"    ... and {len(rows) - SHOWN} more (--json shows all)")
    return lines


def _documents(items: Iterable[RefusedCertificate | NotedCertificate]) -> list[dict[str, str]]:
    return [{"source": item.source, "reason": item.reason, "detail": item.detail} for item in items]


def _load(args: argparse.Namespace) -> TrustStore:
    """The named store, else everything that the configuration trusts."""
    from reader.trust import TrustStore

    if args.store is not None:
        return TrustStore.load([args.store])
    return TrustStore.load(configuration.load(args.config).trust.paths)


def _existing_store(args: argparse.Namespace) -> Path:
    directory = _store_directory(args)
    if not directory.is_dir():
        raise CommandError("no-store", f"There is no trust store at {directory}", "Import something first")
    return directory


def _store_directory(args: argparse.Namespace) -> Path:
    """The directory to write to."""
    if args.store is not None:
        return Path(args.store)
    paths = configuration.load(args.config).trust.paths
    directory = next((path for path in paths if not path.is_file()), None)
    if directory is None:
        remedy = "Give --store DIR, or put a directory into trust.paths"
        raise CommandError("no-store", "The configuration names no directory of trust", remedy, status=USAGE)
    return directory


COMMAND = TrustCommand()
