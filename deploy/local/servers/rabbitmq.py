"""The instance's own RabbitMQ node with its own epmd, cookie and accounts; loopback only."""

from __future__ import annotations

import json
from pathlib import Path

from deploy.local.part import Part, Ready, Stage
from deploy.local.runas import make_folder, run_quietly, write_private
from deploy.local.setting import LOOPBACK, Setting
from deploy.rabbitmq.definitions import build_definitions, read_table, users_of

PROGRAMS = Path("/usr/lib/rabbitmq/bin")


def home(setting: Setting) -> Path:
    """The node's folder: data, cookie and configuration."""
    return setting.instance.state / "rabbitmq"


def node_name(setting: Setting) -> str:
    """A node name no other instance on this machine has."""
    return f"tepei-{setting.instance.key}@localhost"


def prepare(setting: Setting) -> bool:
    """Lay down configuration, cookie, plugins and, when they changed, the accounts.

    Returns:
        Whether the accounts changed; a node that runs already must import them.
    """
    folder = make_folder(home(setting), setting.rabbitmq)
    owner = setting.rabbitmq
    shared = (setting.deploy / "rabbitmq" / "rabbitmq.conf").read_text(encoding="utf-8")
    own = {
        "listeners.tcp.1": f"{LOOPBACK}:{setting.ports['amqp']}",
        "load_definitions": str(folder / "definitions.json"),
    }
    lines = [f"{name} = {value}\n" for name, value in own.items()]
    write_private(folder / "rabbitmq.conf", shared + "".join(lines), owner)
    write_private(folder / "enabled_plugins", "[].\n", owner)
    write_private(folder / ".erlang.cookie", setting.secrets["broker.cookie"], owner)
    if accounts_current(setting):
        return False
    definitions = build_definitions(read_table(), passwords(setting))
    write_private(folder / "definitions.json", json.dumps(definitions, indent=1), owner)
    write_private(setting.instance.record / "permissions.json", fingerprint(setting))
    return True


def import_accounts(setting: Setting) -> None:
    """Let a running node take the accounts as they are now."""
    control(setting, "import_definitions", str(home(setting) / "definitions.json"))


def passwords(setting: Setting) -> dict[str, str]:
    """Password of each broker user."""
    table = read_table()
    names = {user: f"{user}.broker" for user in table["users"]}
    names[table["administrator"]] = "broker.admin"
    return {user: setting.secrets[names[user]] for user in users_of(table)}


def fingerprint(setting: Setting) -> str:
    """What the definitions depend on, in one text."""
    return json.dumps([read_table(), passwords(setting)], sort_keys=True)


def accounts_current(setting: Setting) -> bool:
    """Whether the definitions file was made from the present table and passwords."""
    kept = setting.instance.record / "permissions.json"
    written = (home(setting) / "definitions.json").exists() and kept.exists()
    return written and kept.read_text(encoding="utf-8") == fingerprint(setting)


def environment(setting: Setting) -> dict[str, str]:
    """What the node and its tools need to find each other, and nothing of the host's."""
    folder = home(setting)
    return {
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "ERL_EPMD_PORT": str(setting.ports["epmd"]),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        "RABBITMQ_NODENAME": node_name(setting),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "no-environment-file"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_DIST_PORT": str(setting.ports["broker_node"]),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
            "-start_epmd false +S 2:2 -kernel inet_dist_use_interface {127,0,0,1}"
        ),
        "RUNNING_UNDER_SYSTEMD": "true",  # the script then becomes the node instead of a parent
    }


def parts(setting: Setting) -> tuple[Part, Part]:
    """The name server and the node as the supervisor runs them."""
    folder, port = home(setting), setting.ports["epmd"]
    names = Part(
        name="epmd",
        argv=("/usr/bin/epmd", "-port", str(port), "-address", LOOPBACK),
        stage=Stage.NAMES,
        ready=Ready("tcp", port),
        folder=folder,
        log=setting.log("epmd"),
        environment={"HOME": str(folder)},
        user=setting.rabbitmq,
        stop_seconds=2.0,
    )
    node = Part(
        name="rabbitmq",
        argv=(str(PROGRAMS / "rabbitmq-server"),),
        stage=Stage.SERVERS,
        ready=Ready("amqp", setting.ports["amqp"]),
        folder=folder,
        log=setting.log("rabbitmq"),
        environment=environment(setting),
        user=setting.rabbitmq,
    )
    return names, node


def control(setting: Setting, *words: str) -> str:
    """Run ``rabbitmqctl`` against the instance's node and return what it prints."""
    search = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
    command = [str(PROGRAMS / "rabbitmqctl"), "-q", *words]
    return run_quietly(
        command, setting.rabbitmq, env=environment(setting) | search, cwd=home(setting)
    )


def url(setting: Setting, user: str) -> str:
    """AMQP address as one of the users of the permission table."""
    vhost = read_table()["vhost"]
    return f"amqp://{user}:{passwords(setting)[user]}@{LOOPBACK}:{setting.ports['amqp']}/{vhost}"


def admin_url(setting: Setting) -> str:
    """AMQP address as the administrator."""
    return url(setting, read_table()["administrator"])
