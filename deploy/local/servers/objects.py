"""The instance's own S3 server: MinIO's front over local files, a bucket and a user per owner."""

from __future__ import annotations

from pathlib import Path

from deploy.local.part import Part, Ready, Stage
from deploy.local.runas import make_folder, run_quietly, write_private
from deploy.local.setting import LOOPBACK, Setting
from deploy.minio.buckets import REGION, ROOT_USER, Store, buckets_of, read_table
from deploy.minio.buckets import provision as provision_store

__all__ = ["REGION", "ROOT_USER", "address", "buckets", "part", "prepare", "provision"]

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


def buckets() -> dict[str, str]:
    """Bucket → the service that may use it."""
    return buckets_of(read_table())


def provision(setting: Setting) -> None:
    """Create or correct buckets, users and policies; repeatable. Needs the virtual environment."""
    secrets = {service: setting.secrets[f"{service}.s3"] for service in buckets().values()}
    provision_store(Store(address(setting), setting.secrets["s3.root"]), secrets)


def address(setting: Setting) -> str:
    """Host and port, as S3 clients want it."""
    return f"{LOOPBACK}:{setting.ports['s3']}"
