"""Asks with Marquez' client what `send.py` sent, and prints the answers as one JSON value. Arguments: the run."""

import json
import os
import sys

from marquez_client import MarquezClient

client = MarquezClient(url=os.environ["MARQUEZ_URL"], api_key=os.environ["MARQUEZ_API_KEY"])
versions = client.list_dataset_versions("s3://lake", "/warehouse/totals")
print(json.dumps({
    "namespaces": client.list_namespaces(),
    "namespace": client.get_namespace("postgres://db.example:5432"),
    "jobs": client.list_jobs("etl"),
    "job": client.get_job("etl", "nightly.load"),
    "runs": client.list_job_runs("etl", "nightly.load"),
    "run": client.get_job_run(sys.argv[1]),
    "datasets": client.list_datasets("postgres://db.example:5432"),
    "dataset": client.get_dataset("s3://lake", "/warehouse/totals"),
    "versions": versions,
    "version": client.get_dataset_version("s3://lake", "/warehouse/totals", versions["versions"][0]["version"]),
    "sources": client.list_sources(),
    "source": client.get_source("postgres://db.example:5432"),
    "tags": client.list_tags(),
    "events": client.list_events(),
}))
