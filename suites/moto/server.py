"""Starts moto's server on a free loopback port and says where: `listening on http://127.0.0.1:<port>`.

Listing, copying, deleting, key checks and tags are moto's own. Added is what RDS does and moto 5.2.5 does not:

- each DB instance has a resource id of its own (moto gives all the same);
- DB cluster snapshots tell the resource id of their cluster (moto leaves it out);
- lists of snapshots and DB clusters come in pages (moto's paging, which it uses for DB instances only);
- engine versions are listed, each that is asked for (moto has no such list);
- `POST /automated-backup` makes moto take an automated backup as if at a given time. Moto takes one only when a
  database is created, and always at the present time.

The server ends when its standard input does, so that it never outlives the script that started it.
"""

import json
import os
import sys
import threading
import uuid
from datetime import datetime

from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.responses import ActionResult, PaginatedResult
from moto.core.utils import get_pagination_model
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.rds.models import DBClusterSnapshot, DBInstance, rds_backends
from moto.rds.responses import RDSResponse
from werkzeug.serving import make_server


def give_instances_their_own_resource_id():
    create = DBInstance.__init__

    def create_with_resource_id(self, *args, **kwargs):
        create(self, *args, **kwargs)
        self.dbi_resource_id = f"db-{uuid.uuid4().hex[:26].upper()}"

    DBInstance.__init__ = create_with_resource_id


def tell_the_cluster_of_a_snapshot():
    DBClusterSnapshot.db_cluster_resource_id = property(lambda self: self.cluster.db_cluster_resource_id)


def give_lists_in_pages():
    for operation, method in [
        ("DescribeDBSnapshots", "describe_db_snapshots"),
        ("DescribeDBClusterSnapshots", "describe_db_cluster_snapshots"),
        ("DescribeDBClusters", "describe_db_clusters"),
    ]:
        get_pagination_model("rds")[operation]["unique_attribute"] = "resource_id"
        list_all = getattr(RDSResponse, method)
        setattr(RDSResponse, method, lambda self, list_all=list_all: PaginatedResult(list_all(self)._result))


def list_each_engine_version():
    def describe_db_engine_versions(self):
        asked = {name: self.params.get(name) for name in ("Engine", "EngineVersion")}
        return ActionResult({"DBEngineVersions": [{**asked, "Status": "available"}]})

    RDSResponse.describe_db_engine_versions = describe_db_engine_versions


def take_automated_backup(region, kind, database, time):
    backend = rds_backends[DEFAULT_ACCOUNT_ID][region]
    taken_at = datetime.fromisoformat(time)
    snapshot_id = f"rds:{database}-{taken_at:%Y-%m-%d-%H-%M}"
    if kind == "instance":
        snapshot = backend.create_auto_snapshot(database, snapshot_id)
        snapshot.original_snapshot_create_time = taken_at
    else:
        snapshot = backend.create_auto_cluster_snapshot(database, snapshot_id)
    snapshot.created = taken_at


class WithAutomatedBackups:
    """Moto's application, and one more path."""

    def __init__(self, moto):
        self.moto = moto

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] != "/automated-backup":
            return self.moto(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        take_automated_backup(**json.loads(body))
        start_response("204 No Content", [])
        return []


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


give_instances_their_own_resource_id()
tell_the_cluster_of_a_snapshot()
give_lists_in_pages()
list_each_engine_version()
moto = WithAutomatedBackups(DomainDispatcherApplication(create_backend_app))
server = make_server("127.0.0.1", 0, moto, threaded=True, request_handler=MotoRequestHandler)
os.environ["MOTO_PORT"] = str(server.server_port)
threading.Thread(target=end_with_parent, daemon=True).start()
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
