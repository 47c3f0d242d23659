"""``stack.json``: everything a test, the demo or an operator needs to reach an instance.

It holds secrets and is readable by its owner only.
"""

from __future__ import annotations

import json
from typing import Any

from deploy.local.places import Instance
from deploy.local.runas import write_private
from deploy.local.secrets_file import BUCKET_OF, DATABASES, SERVICES, public_key
from deploy.local.servers import objects, postgres, rabbitmq
from deploy.local.setting import LOOPBACK, Setting


def write_stack_file(setting: Setting) -> None:
    """Write the instance's ``stack.json``."""
    text = json.dumps(describe(setting), indent=1, ensure_ascii=False)
    write_private(setting.instance.record / "stack.json", text)


def describe(setting: Setting) -> dict[str, Any]:
    """Addresses, accounts and folders of an instance."""
    instance, secrets = setting.instance, setting.secrets
    return {
        "instance": instance.name,
        "checkout": str(instance.checkout.root),
        "code": str(instance.checkout.code),
        "state": str(instance.state),
        "logs": str(instance.logs),
        "environment": str(instance.state / "environment"),
        "clock_file": str(clock_file(instance)),
        "ports": setting.ports,
        "gateway_url": f"http://{LOOPBACK}:{setting.ports['gateway']}",
        "postgres": {
            "superuser_url": postgres.superuser_url(setting),
            "urls": {name: postgres.url(setting, name) for name in DATABASES},
            "owner_urls": {name: postgres.url(setting, name, owner=True) for name in DATABASES},
        },
        "broker": {
            "admin_url": rabbitmq.admin_url(setting),
            "urls": {user: rabbitmq.url(setting, user) for user in (*SERVICES, "gateway")},
        },
        "s3": {
            "endpoint": objects.address(setting),
            "region": objects.REGION,
            "root": [objects.ROOT_USER, secrets["s3.root"]],
            "users": {name: [name, secrets[f"{name}.s3"]] for name in BUCKET_OF},
            "buckets": {service: bucket for bucket, service in objects.buckets().items()},
        },
        "audit": {
            "heads": str(instance.state / "audit"),
            "public_keys": {name: public_key(secrets[f"{name}.audit_key"]) for name in SERVICES},
        },
    }


def clock_file(instance: Instance) -> str:
    """The file whose number of seconds moves the business time of all processes."""
    return str(instance.state / "clock" / "offset")
