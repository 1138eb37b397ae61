"""Starts an object store with a bucket `lake` that holds the files of a folder, and an account that may only read it.

The store is moto; who asks is checked in front of it by botocore's own reading of signatures.

Usage: object-store.py FOLDER. Prints the port, the account's access key and its secret key, a line each; then takes lines
`put KEY FILE` and `delete KEY` (parted by tabs), and answers each with `done`. Ends when its input ends.
"""

import logging
import os
import re
import secrets
import sys
import threading

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from moto.server import DomainDispatcherApplication, ThreadedMotoServer, create_backend_app
from werkzeug.serving import make_server

logging.disable(logging.CRITICAL)
BUCKET = "lake"
READER = Credentials("READER" + secrets.token_hex(7).upper(), secrets.token_urlsafe(30))
HEADER = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([^/]+)/s3/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})"
)


def fault(environ):
    """Why a request is refused; nothing when it is not."""
    said = HEADER.fullmatch(environ.get("HTTP_AUTHORIZATION", ""))
    if not said or environ["REQUEST_METHOD"] != "GET":
        return 403, "AccessDenied"
    key, region, names, signature = said.groups()
    if key != READER.access_key:
        return 403, "InvalidAccessKeyId"
    if region != "us-east-1":
        return 400, "AuthorizationHeaderMalformed"
    headers = {name: environ["HTTP_" + name.upper().replace("-", "_")] for name in names.split(";")}
    request = AWSRequest("GET", f"http://{environ['HTTP_HOST']}{environ['REQUEST_URI']}", headers)
    request.context["timestamp"] = headers["x-amz-date"]
    auth = S3SigV4Auth(READER, "s3", region)
    expected = auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)
    return None if secrets.compare_digest(expected, signature) else (403, "SignatureDoesNotMatch")


def checked(store):
    def answer(environ, start):
        refused = fault(environ)
        if refused is None:
            return store(environ, start)
        status, code = refused
        start(f"{status} Refused", [("Content-Type", "application/xml")])
        return [f"<Error><Code>{code}</Code><Message>{environ['REQUEST_URI']}</Message></Error>".encode()]

    return answer


def main():
    folder = sys.argv[1]
    inside = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    inside.start()
    _, port = inside.get_host_and_port()
    s3 = boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}),
        aws_access_key_id="inside",
        aws_secret_access_key="inside",
    )
    s3.create_bucket(Bucket=BUCKET)
    for place, _, files in os.walk(folder):
        for file in files:
            path = os.path.join(place, file)
            s3.upload_file(path, BUCKET, os.path.relpath(path, folder))
    outside = make_server("127.0.0.1", 0, checked(DomainDispatcherApplication(create_backend_app)), threaded=True)
    threading.Thread(target=outside.serve_forever, daemon=True).start()
    print(outside.server_port, READER.access_key, READER.secret_key, sep="\n", flush=True)
    for line in sys.stdin:
        what, key, *rest = line.rstrip("\n").split("\t")
        if what == "put":
            s3.upload_file(rest[0], BUCKET, key)
        else:
            s3.delete_object(Bucket=BUCKET, Key=key)
        print("done", flush=True)
    os._exit(0)


main()
