"""The instance's own PostgreSQL cluster: loopback only, a database and two roles per service."""

from __future__ import annotations

import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.local.faults import ExitCode, StackError
from deploy.local.part import Part, Ready, Stage
from deploy.local.runas import make_folder, run_quietly, write_private
from deploy.local.secrets_file import DATABASES
from deploy.local.setting import LOOPBACK, Setting

SUPERUSER = "postgres"
CONFIGURATION = ("postgresql.conf", "pg_hba.conf")


def programs() -> Path:
    """The folder of the newest installed server's programs."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if not found:
        raise StackError(ExitCode.PACKAGES, "没有找到 PostgreSQL 程序：请先运行 make setup。")
    return max(found, key=lambda path: int(path.parent.name))


def cluster(setting: Setting) -> Path:
    """The cluster's data folder."""
    return setting.instance.state / "postgres" / "data"


def prepare(setting: Setting) -> None:
    """Create the cluster at the first start and lay down the current configuration."""
    home = make_folder(setting.instance.state / "postgres", setting.postgres)
    for name in CONFIGURATION:
        text = (setting.deploy / "postgres" / name).read_text(encoding="utf-8")
        write_private(home / name, text, setting.postgres)
    if not (cluster(setting) / "PG_VERSION").exists():
        create_cluster(setting, home)


def create_cluster(setting: Setting, home: Path) -> None:
    """Run initdb beside the final place, so that an interrupted one is simply repeated."""
    unfinished = home / "initdb"
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file = home / "superuser"
    write_private(password_file, setting.secrets["postgres.superuser"], setting.postgres)
    try:
        run_quietly(
            [
                str(programs() / "initdb"),
                f"--pgdata={unfinished}",
                f"--pwfile={password_file}",
                f"--username={SUPERUSER}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions",
            ],
            setting.postgres,
            cwd=home,
        )
    finally:
        password_file.unlink()
    unfinished.rename(cluster(setting))


def part(setting: Setting) -> Part:
    """The server as the supervisor runs it."""
    home = setting.instance.state / "postgres"
    port = setting.ports["postgres"]
    options = {
        "config_file": home / "postgresql.conf",
        "hba_file": home / "pg_hba.conf",
        "listen_addresses": LOOPBACK,
        "port": port,
        "unix_socket_directories": "",
        "cluster_name": setting.instance.key,
    }
    flags = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    return Part(
        name="postgres",
        argv=(str(programs() / "postgres"), "-D", str(cluster(setting)), *flags),
        stage=Stage.SERVERS,
        ready=Ready("postgres", port),
        folder=home,
        log=setting.log("postgres"),
        environment={"LANG": "C.UTF-8"},
        user=setting.postgres,
        stop_signal=signal.SIGINT,  # fast shutdown: clients are cut off, work is kept
    )


def provision(setting: Setting) -> None:
    """Create or correct every service's database, roles and passwords; repeatable."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda service: provision_service(setting, service), DATABASES))


def provision_service(setting: Setting, service: str) -> None:
    """Run ``deploy/postgres/service.sql`` for one service."""
    environment = os.environ | {
        "PGHOST": LOOPBACK,
        "PGPORT": str(setting.ports["postgres"]),
        "PGUSER": SUPERUSER,
        "PGDATABASE": "postgres",
        "PGPASSWORD": setting.secrets["postgres.superuser"],
        "PGOPTIONS": "-c client_min_messages=warning",
        "SERVICE_PASSWORD": setting.secrets[f"{service}.database"],
        "SERVICE_OWNER_PASSWORD": setting.secrets[f"{service}.database_owner"],
    }
    script = setting.deploy / "postgres" / "service.sql"
    command = [str(programs() / "psql"), "-Xqt", "-v", f"service={service}", "-f", str(script)]
    run_quietly(command, None, env=environment)


def url(setting: Setting, service: str, *, owner: bool = False) -> str:
    """SQLAlchemy address of a service's database, as its run-time role or as its owner."""
    role = f"{service}_owner" if owner else service
    secret = setting.secrets[f"{service}.database_owner" if owner else f"{service}.database"]
    return f"postgresql+psycopg://{role}:{secret}@{address(setting)}/{service}"


def superuser_url(setting: Setting) -> str:
    """Address of the cluster as superuser, for tests and the audit."""
    secret = setting.secrets["postgres.superuser"]
    return f"postgresql+psycopg://{SUPERUSER}:{secret}@{address(setting)}/postgres"


def address(setting: Setting) -> str:
    """Host and port."""
    return f"{LOOPBACK}:{setting.ports['postgres']}"
