"""Simulator of the insurance gateway: token and card look-up over real HTTP on loopback, with faults on demand."""

from emulator.gateway.accounts import Account, Sessions
from emulator.gateway.faults import Fault, Target, TokenFailure
from emulator.gateway.lookup import Insured, ResultCode
from emulator.gateway.server import Call, GatewaySimulator

__all__ = [
    "Account",
    "Call",
    "Fault",
    "GatewaySimulator",
    "Insured",
    "ResultCode",
    "Sessions",
    "Target",
    "TokenFailure",
]
