"""The instance's own S3 server: MinIO's front over local files, a bucket and a user per owner."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from deploy.local.part import Part, Ready, Stage
from deploy.local.runas import make_folder, run_quietly, write_private
from deploy.local.setting import LOOPBACK, Setting

ROOT_USER = "operator"
REGION = "us-east-1"
"""What MinIO calls its only region; S3 signatures contain it."""

GATEWAY_FLAGS = (
    "--multi-buckets",
    "--object-meta",
    "--keep-etag",
    "--no-banner",
    "--no-usage-report",
    "--backup-meta=0",
    "--buffer-size=64M",
    "--cache-size=64M",
)


def home(setting: Setting) -> Path:
    """The server's folder: metadata, blocks and cache."""
    return setting.instance.state / "objects"


def program(setting: Setting) -> str:
    """The S3 server's binary, from the virtual environment."""
    return str(setting.instance.checkout.venv / "bin" / "juicefs")


def metadata_engine(setting: Setting) -> str:
    """Where the server keeps names, sizes and accounts."""
    return f"badger://{home(setting)}/metadata"


def prepare(setting: Setting) -> None:
    """Create the volume at the first start, and the file with the server's root secret."""
    folder = make_folder(home(setting), setting.services)
    secrets = f"MINIO_ROOT_USER={ROOT_USER}\nMINIO_ROOT_PASSWORD={setting.secrets['s3.root']}\n"
    write_private(folder / "root.env", secrets, setting.services)
    made = folder / "formatted"
    if made.exists():
        return
    volume = ["tepei", "--storage=file", f"--bucket={folder}/blocks/", "--trash-days=0"]
    command = [program(setting), "format", metadata_engine(setting), *volume]
    run_quietly(command, setting.services, cwd=folder, env={"HOME": str(folder)})
    write_private(made, "", setting.services)


def part(setting: Setting) -> Part:
    """The server as the supervisor runs it."""
    folder = home(setting)
    address = f"{LOOPBACK}:{setting.ports['s3']}"
    flags = [
        *GATEWAY_FLAGS,
        f"--cache-dir={folder}/cache",
        f"--log={folder}/gateway.log",
        f"--metrics={LOOPBACK}:{setting.ports['s3_metrics']}",
    ]
    return Part(
        name="minio",
        argv=(program(setting), "gateway", *flags, metadata_engine(setting), address),
        stage=Stage.SERVERS,
        ready=Ready("http", setting.ports["s3"], "/minio/health/live"),
        folder=folder,
        log=setting.log("minio"),
        environment={"HOME": str(folder), "GOGC": "50", "GOMEMLIMIT": "160MiB"},
        environment_file=folder / "root.env",
        user=setting.services,
    )


def table(setting: Setting) -> dict[str, Any]:
    """``deploy/minio/buckets.toml`` as written."""
    path = setting.deploy / "minio" / "buckets.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def buckets(setting: Setting) -> dict[str, str]:
    """Bucket → the service that may use it."""
    rows = table(setting)
    return {name: row["service"] for name, row in rows.items() if name != "policy"}


def policy_of(actions: dict[str, list[str]], bucket: str) -> dict[str, Any]:
    """IAM policy that limits a user to one bucket."""
    grants = {bucket: actions["bucket"], f"{bucket}/*": actions["object"]}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": actions, "Resource": [f"arn:aws:s3:::{resource}"]}
            for resource, actions in grants.items()
        ],
    }


def provision(setting: Setting) -> None:
    """Create or correct buckets, users and policies; repeatable. Needs the virtual environment."""
    from minio import Minio, MinioAdmin  # noqa: PLC0415 - absent before the environment is made
    from minio.credentials.providers import StaticProvider  # noqa: PLC0415 -- absent before the environment is made

    endpoint, secret = address(setting), setting.secrets["s3.root"]
    store = Minio(endpoint, ROOT_USER, secret, secure=False, region=REGION)
    admin = MinioAdmin(
        endpoint=endpoint,
        credentials=StaticProvider(ROOT_USER, secret),
        secure=False,
        region=REGION,
    )
    actions = table(setting)["policy"]
    for bucket, service in buckets(setting).items():
        if not store.bucket_exists(bucket):
            store.make_bucket(bucket)
        admin.policy_add(bucket, policy=policy_of(actions, bucket))
        admin.user_add(service, setting.secrets[f"{service}.s3"])
        admin.policy_set(bucket, user=service)


def address(setting: Setting) -> str:
    """Host and port, as S3 clients want it."""
    return f"{LOOPBACK}:{setting.ports['s3']}"
