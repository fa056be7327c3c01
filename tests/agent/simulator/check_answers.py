#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what resync-twsim is asked and answers, through a whole day of its plan, against our own
schemas and, where a copy of the vendor's OpenAPI definition of API v2 is at hand, against that one too.

Three liberties towards the vendor's definition, all of them known: null stands for a member without
a value (so do real engines), capabilities tells that this is a demo, and jobDefinition.taskType is
sent by real engines without being defined."""
import argparse
import base64
import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

import jsonschema

DEADLINE = 60  # seconds; the machine may be busy
EXTRA_MEMBERS = {"JobDefinitionInPlanV2": {"taskType"}}
VARIANTS = {"INTERNAL": "InternalDependencyInPlanV2", "EXTERNAL_JOB": "ExternalJobDependencyInPlanV2",
            "EXTERNAL_JOBSTREAM": "ExternalJobStreamDependencyInPlanV2",
            "PROMPT": "PromptDependencyInPlanV2", "FILE": "FileDependencyInPlanV2",
            "RESOURCE": "ResourceDependencyInPlanV2"}
NEWER = ("plan/prompt",)  # of 10.2.8; the copy of the definition may be older
options = None


def without_nulls(value):
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


class Schemas:
    """Our schemas, one file each."""

    def __init__(self, folder):
        self.validators = {}
        for path in pathlib.Path(folder).glob("*.schema.json"):
            schema = json.loads(path.read_text())
            jsonschema.Draft202012Validator.check_schema(schema)
            name = path.name.removesuffix(".schema.json")
            self.validators[name] = jsonschema.Draft202012Validator(schema)

    def check(self, name, value):
        self.validators[name].validate(value)


class Vendor:
    """The vendor's definition: types and words of what is sent, and no member that it lacks."""

    def __init__(self, path):
        self.definition = json.loads(pathlib.Path(path).read_text()) if os.path.exists(path) else None
        if not self.definition:
            return
        self.schemas = self.definition["components"]["schemas"]
        # Its parts overlap, so that "exactly one of them" never holds; the right one is checked below.
        self.schemas["DependencyInPlanV2"].pop("oneOf", None)
        self.validators = {}

    def check(self, name, value):
        if not self.definition:
            return
        value = without_nulls(value)
        self.validator(name).validate(value)
        self.check_members({"$ref": "#/components/schemas/" + name}, value)

    def check_request(self, path, headers):
        """Path, parameters and headers are those of an operation of the definition."""
        if not self.definition:
            return
        target, _, query = path.partition("?")
        found = [item for pattern, item in self.definition["paths"].items()
                 if self.matches(pattern, "/twsd/api/v2/" + target)]
        if not found and target.startswith(NEWER):
            return
        if not found:
            raise AssertionError(f"no operation at {target}")
        known = {parameter["name"] for item in found for parameter in
                 map(self.resolved, item.get("get", {}).get("parameters", []) + item.get("parameters", []))}
        given = set(urllib.parse.parse_qs(query)) | set(headers)
        if given - known:
            raise AssertionError(f"{target} has no parameter {sorted(given - known)}")

    @staticmethod
    def matches(pattern, path):
        parts, given = pattern.strip("/").split("/"), path.strip("/").split("/")
        return len(parts) == len(given) and all(part.startswith("{") or part == other
                                                for part, other in zip(parts, given))

    def resolved(self, parameter):
        name = parameter.get("$ref", "").rsplit("/", 1)[-1]
        return self.definition["components"]["parameters"][name] if name else parameter

    def validator(self, name):
        if name not in self.validators:
            schema = {"$ref": "#/components/schemas/" + name,
                      "components": self.definition["components"]}
            self.validators[name] = jsonschema.Draft202012Validator(schema)
        return self.validators[name]

    def check_members(self, schema, value):
        name = schema.get("$ref", "").rsplit("/", 1)[-1]
        schema = self.schemas.get(name, schema)
        if name == "DependencyInPlanV2":
            self.check(VARIANTS[value["dependencyType"]], value)
        elif isinstance(value, list):
            for item in value:
                self.check_members(schema.get("items", {}), item)
        elif isinstance(value, dict) and "properties" in schema:
            unknown = set(value) - set(schema["properties"]) - EXTRA_MEMBERS.get(name, set())
            if unknown:
                raise AssertionError(f"{name} has no member {sorted(unknown)}")
            for key, item in value.items():
                self.check_members(schema["properties"].get(key, {}), item)


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schemas = Schemas(options.schemas)
        cls.vendor = Vendor(options.vendor)
        cls.folder = tempfile.TemporaryDirectory()
        ports = pathlib.Path(cls.folder.name, "ports")
        cls.process = subprocess.Popen(
            [options.program, "--jobs", "1500", "--seed", "2", "--workstations", "100", "--port", "0",
             "--control-port", "0", "--port-file", ports],
            env={**os.environ, "RESYNC_TWSIM_PASSWORD": "geheim"}, stderr=subprocess.DEVNULL)
        end = time.monotonic() + DEADLINE
        while not ports.exists() and time.monotonic() < end and cls.process.poll() is None:
            time.sleep(0.01)
        cls.port, cls.control_port = map(int, ports.read_text().split())
        cls.control("/time/freeze", {})

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.wait(DEADLINE)
        cls.folder.cleanup()

    @classmethod
    def control(cls, path, body):
        request = urllib.request.Request(f"http://127.0.0.1:{cls.control_port}{path}",
                                         json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return json.load(answer)

    def get(self, path, password="geheim", **headers):
        if not path.startswith("plan/none"):
            self.schemas.check("request-v2", {"path": path.partition("?")[0], "headers": headers,
                                              "query": dict(urllib.parse.parse_qsl(path.partition("?")[2]))})
            self.vendor.check_request(path, headers)
        token = base64.b64encode(f"twsuser:{password}".encode()).decode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/twsd/api/v2/{path}",
                                         headers={"Authorization": "Basic " + token, **headers})
        try:
            with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def v1(self, path, body=None, **headers):
        """A query of API v1, or a read where there is no body."""
        if body is not None:
            self.schemas.check("request-v1", {"path": path, "body": body, "headers": headers})
        token = base64.b64encode(b"twsuser:geheim").decode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/twsd/{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": "Basic " + token, "Content-Type": "application/json", **headers},
            method="GET" if body is None else "POST")
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return json.load(answer)

    def check_v1(self, path, schema, body=None, **headers):
        rows = self.v1(path, body or {}, **headers)
        for row in rows:
            self.schemas.check(schema, row)
        return rows

    def check_plan_in_v1(self):
        self.schemas.check("v1-engine-info", self.v1("engine/info"))
        self.check_v1("plan/query", "v1-plan",
                      {"filters": {"symphonyInPlanFilter": {"planType": "CURRENT"}}})
        self.check_v1("plan/current/workstation/query", "v1-workstation",
                      {"filters": {"workstationInPlanFilter": {"workstationName": "*"}}})
        jobs = self.check_v1("plan/current/job/query", "v1-job",
                             **{"How-Many": "0", "Context-PlanDependenciesScope": "1"})
        self.check_v1("plan/current/job/query", "v1-job", {"filters": {"jobInPlanFilter": {
            "statusList": ["ERROR", "RUNNING"], "jobName": "*"}}},
            **{"Query-PageSize": "100", "Query-PageNumber": "0"})
        self.check_v1("plan/current/jobstream/query", "v1-jobstream",
                      **{"Context-PlanDependenciesScope": "1"})
        self.check_v1("plan/current/resource/query", "v1-resource")
        self.check_v1("plan/current/prompt/query", "v1-prompt")
        critical = self.check_v1("plan/current/criticaljob/query", "v1-critical-job")
        self.schemas.check("v1-critical-summary",
                           self.v1("plan/current/criticaljob/summary_info", {}))
        self.assertTrue(critical)
        ran = [job for job in jobs if job["jobNumber"]]
        log = "plan/current/job/" + urllib.parse.quote(ran[-1]["id"], safe="") + "/joblog"
        for part in ("", "?lines=2&pageNumber=0"):
            self.schemas.check("v1-job-log", self.v1(log + part))
        runs = self.check_v1("model/jobhistoryrun/query", "v1-history-run", {"filters": {
            "jobHistoryRunFilter": {"name": ran[0]["name"]}}}, **{"How-Many": "30"})
        self.assertTrue(runs)

    def check_collection(self, path, schema, vendor_schema, **headers):
        status, page = self.get(path, **headers)
        self.assertEqual(status, 200)
        self.schemas.check("page", page)
        for row in page["results"]:
            self.schemas.check(schema, row)
            self.vendor.check(vendor_schema, row)
        return page["results"]

    def check_plan(self):
        self.check_collection("plan/workstation", "workstation", "WorkstationInPlanV2")
        streams = self.check_collection("plan/jobstream", "jobstream", "JobStreamInPlanV2")
        self.check_collection("plan/resource", "resource", "ResourceInPlanV2")
        self.check_collection("plan/prompt", "prompt", "PromptInPlanV2")
        # Two windows: what happens now, and what is peculiar.
        jobs = self.check_collection("plan/job?limit=80&offset=200", "job", "JobInPlanV2")
        for status in ("HELD", "UNDECIDED", "CANCELED", "SUPPRESS", "ERROR", "READY", "RUNNING"):
            oql = urllib.parse.quote(f"jobruns.commonStatus = '{status}' ORDER BY id")
            jobs += self.check_collection(f"plan/job?limit=8&oql={oql}", "job", "JobInPlanV2")
        jobs += self.check_external_dependencies()
        self.check_collection("plan/job?limit=20", "job", "JobInPlanV2",
                              scope="WHOLE_NO_JOB_DEFINITIONS_AND_NO_DEPENDENCIES")
        return streams, jobs

    def check_external_dependencies(self):
        """A few of the rare jobs that wait for another stream."""
        _, page = self.get("plan/job?limit=1500")
        jobs = [job for job in page["results"]
                if any(dependency["dependencyType"] == "EXTERNAL_JOB"
                       for dependency in job["dependencies"])][:8]
        for job in jobs:
            self.schemas.check("job", job)
            self.vendor.check("JobInPlanV2", job)
        return jobs

    def test_engine_info(self):
        status, info = self.get("engine/info")
        self.assertEqual(status, 200)
        self.schemas.check("engine-info", info)
        del info["capabilities"]
        self.vendor.check("EngineInfoV2", info)

    def test_plan_through_the_day(self):
        stream_words, job_words, dependency_types = set(), set(), set()
        for hours in (0, 2, 20):
            self.control("/time/step", {"seconds": hours * 3600})
            streams, jobs = self.check_plan()
            self.check_plan_in_v1()
            stream_words |= {stream["commonStatus"] for stream in streams}
            job_words |= {job["lastRunCommonStatus"] for job in jobs}
            dependency_types |= {dependency["dependencyType"] for node in streams + jobs
                                 for dependency in node["dependencies"]}
        self.assertLessEqual({"WAITING", "RUNNING", "SUCCESSFUL", "BLOCKED"}, stream_words)
        self.assertLessEqual({"WAITING", "READY", "RUNNING", "SUCCESSFUL", "ERROR", "CANCELED",
                              "HELD", "SUPPRESS"}, job_words)
        self.assertLessEqual({"INTERNAL", "EXTERNAL_JOB", "EXTERNAL_JOBSTREAM"}, dependency_types)

    def test_neighbours(self):
        _, page = self.get("plan/job?limit=60")
        for job in page["results"]:
            for side in ("predecessors", "successors"):
                status, found = self.get(f"plan/job/{job['id']}/{side}?depth=2")
                self.assertEqual(status, 200)
                self.assertEqual(found["count"], len(found["results"]))
                for node in found["results"]:
                    kind = "job" if node["flowNodeType"] == "JOB" else "jobstream"
                    self.schemas.check(kind, node)

    def test_metrics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics",
                                    timeout=DEADLINE) as answer:
            lines = answer.read().decode().splitlines()
        for line in lines:
            self.assertRegex(line, r"^# TYPE |^application_wa_[A-Za-z_]+(\{[^}]+\})? \d+\.\d$")

    def test_counts(self):
        status, count = self.get("plan/job/count?grouping_filters=workstation,status")
        self.assertEqual(status, 200)
        self.schemas.check("job-count", count)
        self.vendor.check("GroupedCountResponse", count)
        for kind in ("JOB_IN_PLAN", "JOBSTREAM_IN_PLAN", "WORKSTATION_IN_PLAN",
                     "RESOURCE_IN_PLAN", "PROMPT_IN_PLAN"):
            oql = urllib.parse.quote("folder LIKE '/@'")
            status, folders = self.get(f"plan/folder/objects-count?object_type={kind}&oql={oql}")
            self.assertEqual(status, 200)
            self.schemas.check("folder-counts", folders)
            for folder in folders:
                self.vendor.check("ObjectFolderCountV2", folder)

    def test_issues(self):
        oql = urllib.parse.quote("commonStatus IN ['WAITING','READY','HELD']")
        status, issues = self.get(f"plan/job/issues?oql={oql}")
        self.assertEqual(status, 200)
        self.schemas.check("job-issues", issues)
        self.vendor.check("IssuesResponseV2", issues)

    def test_errors(self):
        for path, password, expected in (("engine/info", "wrong", 401), ("plan/job/nope", "geheim", 404),
                                         ("plan/job?oql=x", "geheim", 400),
                                         ("plan/none", "geheim", 404)):
            status, body = self.get(path, password)
            self.assertEqual(status, expected)
            self.schemas.check("error", body)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--schemas", required=True)
    parser.add_argument("--vendor", required=True)
    options, rest = parser.parse_known_args()
    unittest.main(argv=["check_answers.py", *rest])
