"""Sends what a pipeline would, with the OpenLineage client: a run whose end comes before its start, a job without a run
and a data set without a job. Where to, and with which key, says the environment, as for any other user of the client."""

from datetime import datetime, timedelta, timezone

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import (
    Dataset, DatasetEvent, InputDataset, Job, JobEvent, OutputDataset, Run, RunEvent, RunState,
)
from openlineage.client.facet_v2 import (
    column_lineage_dataset, documentation_job, job_type_job, parent_run, schema_dataset, sql_job, symlinks_dataset,
)
from openlineage.client.uuid import generate_new_uuid

SYSTEM = "postgres://db.example:5432"
PRODUCER = "https://example.org/etl"
client = OpenLineageClient()
began = datetime.now(timezone.utc) - timedelta(minutes=5)


def at(minutes):
    return (began + timedelta(minutes=minutes)).isoformat()


nightly = parent_run.ParentRunFacet(
    run=parent_run.Run(runId=str(generate_new_uuid())), job=parent_run.Job(namespace="etl", name="nightly")
)
field = schema_dataset.SchemaDatasetFacetFields
orders = InputDataset(
    namespace=SYSTEM,
    name="shop.public.orders",
    facets={"schema": schema_dataset.SchemaDatasetFacet(fields=[field(name="id", type="int8"), field(name="amount", type="numeric")])},
)
inputs = column_lineage_dataset.InputField
transformation = column_lineage_dataset.Transformation
columns = column_lineage_dataset.ColumnLineageDatasetFacet(
    fields={
        "total": column_lineage_dataset.Fields(
            inputFields=[inputs(namespace=SYSTEM, name="shop.public.orders", field="amount",
                                transformations=[transformation(type="DIRECT", subtype="AGGREGATION")])]
        )
    },
    dataset=[inputs(namespace=SYSTEM, name="shop.public.orders", field="id",
                    transformations=[transformation(type="INDIRECT", subtype="FILTER")])],
)
totals = OutputDataset(
    namespace="s3://lake",
    name="/warehouse/totals",
    facets={
        "schema": schema_dataset.SchemaDatasetFacet(fields=[field(name="total", type="numeric")]),
        "columnLineage": columns,
        "symlinks": symlinks_dataset.SymlinksDatasetFacet(
            identifiers=[symlinks_dataset.Identifier(namespace=SYSTEM, name="shop.public.totals", type="TABLE")]
        ),
    },
)
load = Job(
    namespace="etl",
    name="nightly.load",
    facets={
        "documentation": documentation_job.DocumentationJobFacet(description="Adds it up"),
        "jobType": job_type_job.JobTypeJobFacet(processingType="BATCH", integration="PYTHON", jobType="TASK"),
        "sql": sql_job.SQLJobFacet(query="INSERT INTO public.totals SELECT sum(amount) AS total FROM public.orders"),
    },
)
run = Run(runId=str(generate_new_uuid()), facets={"parent": nightly})

client.emit(RunEvent(eventType=RunState.COMPLETE, eventTime=at(4), run=run, job=load, producer=PRODUCER, outputs=[totals]))
client.emit(RunEvent(eventType=RunState.START, eventTime=at(1), run=run, job=load, producer=PRODUCER, inputs=[orders]))
client.emit(JobEvent(eventTime=at(0), job=Job(namespace="etl", name="report"), producer=PRODUCER,
                     inputs=[InputDataset(namespace=SYSTEM, name="shop.public.users")]))
client.emit(DatasetEvent(eventTime=at(0), producer=PRODUCER,
                         dataset=Dataset(namespace="kafka://bus.example:9092", name="clicks.v1")))
client.close()
print(run.runId)
