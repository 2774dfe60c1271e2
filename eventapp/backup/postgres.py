import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

from eventapp import lock

from .files import ImpossibleError, stamp

ENDING = ".dump"


def dump(database: dict[str, Any], made: Path) -> None:
    """Let pg_dump read one snapshot, in its custom format."""
    run("pg_dump", "--format=custom", "--no-owner", f"--file={made}", database=database)


def check(path: Path) -> None:
    """Refuse a file whose contents pg_restore cannot list, or that is none of ours."""
    if "event_sessions_epoch" not in run("pg_restore", "--list", str(path)):
        raise ImpossibleError(f"{path} is no backup of ours.")


def put_back(database: dict[str, Any], file: Path) -> str:
    """Restore beside the database, then exchange their names, which PostgreSQL refuses while anybody is connected."""
    name, fresh = database["NAME"], f"{database['NAME']}_restored_{stamp()}".replace("-", "_")
    try:
        with psycopg.connect(lock.address(database, dbname="postgres"), autocommit=True) as connection:
            is_there = check_nobody_is_there(connection, name)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(fresh)))
            try:
                fill(database | {"NAME": fresh}, file)
                kept = f"{name}_replaced_{stamp()}".replace("-", "_") if is_there else ""
                exchange(connection, name, fresh, kept)
            except BaseException:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(fresh)))
                raise
    except psycopg.Error as error:
        raise ImpossibleError(f"{file} was not restored: {error}") from error
    return kept


def check_nobody_is_there(connection: psycopg.Connection, name: str) -> bool:
    """Refuse while a server, or anybody else, is connected; say whether there is such a database."""
    query = "SELECT application_name, pid FROM pg_stat_activity WHERE datname = %s ORDER BY pid"
    if others := connection.execute(query, [name]).fetchall():
        named = ", ".join(f"{application or 'a client'} ({pid})" for application, pid in others)
        raise ImpossibleError(f"{name} is in use by {named}. Stop all server processes first.")
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def fill(database: dict[str, Any], file: Path) -> None:
    """Read a backup into an empty database, and draw its epoch."""
    run("pg_restore", "--exit-on-error", "--no-owner", "--dbname", database["NAME"], str(file), database=database)
    epoch = (
        "INSERT INTO event_sessions_epoch (id, name) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET name = excluded.name"
    )
    with psycopg.connect(lock.address(database)) as connection:
        connection.execute(epoch, [uuid4()])


def exchange(connection: psycopg.Connection, name: str, fresh: str, kept: str) -> None:
    """Give both databases their new names, in one transaction."""
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with connection.transaction():
        if kept:
            connection.execute(rename.format(sql.Identifier(name), sql.Identifier(kept)))
        connection.execute(rename.format(sql.Identifier(fresh), sql.Identifier(name)))


def run(program: str, *arguments: str, database: dict[str, Any] | None = None) -> str:
    """Run one of PostgreSQL's programs; the password goes through the environment, where nobody can list it."""
    if shutil.which(program) is None:
        raise ImpossibleError(f"{program} is missing. Type: sudo apt-get install postgresql-client")
    known = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    said = {name: str(database[key]) for name, key in known.items() if database.get(key)} if database else {}
    done = subprocess.run([program, *arguments], env=os.environ | said, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ImpossibleError(f"{program} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout
