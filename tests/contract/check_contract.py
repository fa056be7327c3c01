#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every route and every status that the OpenAPI document names is provoked on the real programs, and
each answer is validated: status, media type, headers, body."""
import base64
import http.client
import json
import pathlib
import sys
import unittest
import urllib.parse

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
import check_agent as programs  # noqa: E402  (needs the path above)

PROBLEM = "application/problem+json"
PEER = "127.0.0.1"


class Reply:
    def __init__(self, raw, method):
        stream = (raw.headers.get("Content-Type") or "").startswith("text/event-stream")
        self.status, self.headers = raw.status, raw.headers
        self.media = (raw.headers.get("Content-Type") or "").split(";")[0]
        # of a stream only its beginning: it does not end by itself
        self.body = b"" if method == "HEAD" else raw.fp.readline() if stream else raw.read()


def login(user, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


# What an engine without logs, resources and prompts answers 405.
OPTIONAL = ["plan/job/run/{id}/joblog", "plan/resource", "plan/prompt",
            "v1/plan/current/job/{id}/joblog", "v1/plan/current/resource/query",
            "v1/plan/current/prompt/query"]

ADMIN = login("admin", programs.ADMIN_PASSWORD)


class Caller:
    """Calls one agent and remembers what ids and bodies the routes need."""

    def __init__(self, agent):
        self.agent = agent

    def call(self, method, target, headers, body=None):
        connection = http.client.HTTPConnection(PEER, self.agent.port, timeout=programs.DEADLINE)
        try:
            if body is not None:
                headers = {**headers, "Content-Type": "application/json"}
            connection.request(method, target, body, headers)
            return Reply(connection.getresponse(), method)
        finally:
            connection.close()


class Contract(programs.AgentTest):
    @classmethod
    def setUpClass(cls):
        cls.seen = {}

    def setUp(self):
        super().setUp()
        self.engine_ = self.engine()
        self.engine_.control("POST", "/time/freeze")
        self.caller = Caller(self.agent(self.engine_, TWS_REFRESH_INTERVAL="3600",
                                        INVALIDATE_WAIT="2").ready())
        self.usual = self.caller
        self.document = json.loads(self.caller.call("GET", "/api/openapi.json", {}).body)
        self.ids = self.find_ids()

    def find_ids(self):
        ids = {"component": "engine"}
        for name in ("jobs", "jobstreams", "workstations"):
            items = json.loads(self.caller.call("GET", f"/api/v1/{name}?limit=1", ADMIN).body)["items"]
            ids[name] = items[0]["id"]
        failed = json.loads(self.caller.call("GET", "/api/v1/jobs?limit=1&status=error,successful",
                                             ADMIN).body)["items"]
        ids["ended"] = failed[0]["id"] if failed else ids["jobs"]
        return ids

    def operations(self):
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                if method in ("get", "post", "delete"):
                    yield path, method.upper(), operation

    # ---- the recipes: how each status is provoked

    def target(self, path, unknown=False):
        """The path with its parameters filled in, and what a route cannot do without."""
        def value(name):
            if unknown:
                return "no-such-thing"
            if name != "id":
                return self.ids[name]
            kind = path.split("/")[3]
            return self.ids.get("ended" if path.endswith(("/log", "/runs")) else kind, "unknown")
        parts = [urllib.parse.quote(value(part[1:-1]), safe="") if part.startswith("{") else part
                 for part in path.split("/")]
        needed = {"/api/v1/jobs/changes": "?since=" + self.revision()}
        return "/".join(parts) + needed.get(path, "")

    def revision(self):
        return json.loads(self.usual.call("GET", "/api/v1/jobs?limit=1", ADMIN).body)["revision"]

    def body(self, path, method):
        if method != "POST":
            return None
        bodies = {"/api/v1/auth/login": {"username": "admin", "password": programs.ADMIN_PASSWORD},
                  "/api/v1/auth/tokens": {"name": "contract", "role": "viewer", "expires_at": None}}
        return json.dumps(bodies[path]) if path in bodies else None

    def provoke(self, path, method, status):
        """The answer with this status, or the one that came instead."""
        body = self.body(path, method)
        if path.endswith("/metrics") and status >= 401:  # open to anyone unless it is closed
            self.caller = self.other_agent("closed metrics", METRICS_PUBLIC="false")
        else:
            self.caller = self.usual
        special = getattr(self, f"provoke_{status}", None)
        if special:
            return special(path, method, body)
        return self.caller.call(method, self.target(path), ADMIN, body)

    def provoke_304(self, path, method, body):
        first = self.caller.call(method, self.target(path), ADMIN)
        if first.status != 200:
            return first
        tag = first.headers["ETag"]
        return self.caller.call(method, self.target(path), {**ADMIN, "If-None-Match": tag})

    def provoke_400(self, path, method, body):
        target = self.target(path)
        return self.caller.call(method, target + ("&" if "?" in target else "?") + "nonsense=1", ADMIN,
                                None if body is None else "{")

    def provoke_401(self, path, method, body):
        if path == "/api/v1/auth/login":
            body = json.dumps({"username": "nobody", "password": "wrong"})
            return self.caller.call(method, path, {}, body)
        reply = self.caller.call(method, self.target(path), {}, body)
        if reply.status == 200:  # open, but not to wrong credentials
            reply = self.caller.call(method, self.target(path), login("stranger", "wrong"), body)
        return reply

    def provoke_403(self, path, method, body):
        return self.caller.call(method, self.target(path),
                                {**ADMIN, "Host": "elsewhere.example",
                                 "Origin": "http://elsewhere.example"}, body)

    def provoke_404(self, path, method, body):
        return self.caller.call(method, self.target(path, unknown=True), ADMIN, body)

    def provoke_410(self, path, method, body):
        return self.caller.call(method, path + "?since=000000000000.1", ADMIN)

    def new_token(self, caller):
        return json.loads(caller.call("POST", "/api/v1/auth/tokens", ADMIN,
                                      self.body("/api/v1/auth/tokens", "POST")).body)["id"]

    def provoke_204(self, path, method, body):
        if path == "/api/v1/auth/logout":
            token = json.loads(self.usual.call("POST", "/api/v1/auth/login", {},
                                               self.body("/api/v1/auth/login", "POST")).body)["token"]
            return self.usual.call(method, path, {"Authorization": "Bearer " + token})
        return self.usual.call(method, path.replace("{id}", self.new_token(self.usual)), ADMIN)

    def provoke_409(self, path, method, body):
        caller = self.other_agent("full of tokens")
        for _ in range(1000):
            self.new_token(caller)
        return caller.call(method, path, ADMIN, body)

    def provoke_413(self, path, method, body):
        return self.usual.call(method, self.target(path), ADMIN, json.dumps("x" * 60_000))

    def provoke_500(self, path, method, body):
        """A directory takes the place of the tokens' file."""
        file = pathlib.Path(self.folder(), "tokens")
        caller = self.other_agent(f"cannot store {method}", TOKENS_FILE=str(file))
        token = self.new_token(caller)
        file.unlink()
        file.mkdir()
        return caller.call(method, path.replace("{id}", token), ADMIN, body)

    def provoke_429(self, path, method, body):
        for _ in range(6):
            if path == "/api/v1/auth/login":
                reply = self.caller.call(method, path, {},
                                         json.dumps({"username": "locked", "password": "wrong"}))
            else:
                reply = self.caller.call(method, self.target(path), login("locked", "wrong"), body)
        return reply

    def other_agent(self, name, **settings):
        """An agent in trouble, started when first needed."""
        if name not in self.__dict__.setdefault("others", {}):
            engine = None if name == "no account" else self.engine()
            if name == "refused":
                settings["TWS_PASSWORD"] = "wrong"
            elif name == "hangs":
                engine.control("POST", "/faults", {"kind": "hang"})
                settings["TWS_READ_TIMEOUT"] = "1"
            elif name == "offers little":
                for operation in OPTIONAL:
                    engine.control("POST", "/faults", {"kind": "http_405", "operation": operation})
            elif name == "away":
                engine.stop()
            agent = self.agent(engine, **settings).listening()
            if name in ("refused", "hangs"):
                programs.wait_until(lambda: "refresh failed" in agent.log(), "a failed refresh")
            self.others[name] = Caller(agent)
        return self.others[name]

    def provoke_501(self, path, method, body):
        caller = self.other_agent("offers little")
        programs.wait_until(lambda: caller.call("GET", "/api/v1/plan", ADMIN).status == 200, "a plan")
        return caller.call(method, self.target(path), ADMIN)

    def provoke_502(self, path, method, body):
        return self.other_agent("refused").call(method, self.target(path), ADMIN, body)

    def provoke_503(self, path, method, body):
        reply = self.other_agent("away").call(method, self.target(path), ADMIN, body)
        if reply.status != 503:
            reply = self.other_agent("no account", ADMIN_PASSWORD=None, METRICS_PUBLIC="false").call(
                method, self.target(path), ADMIN, body)
        return reply

    def provoke_504(self, path, method, body):
        return self.other_agent("hangs").call(method, self.target(path), ADMIN, body)

    # ---- the tests

    def test_every_documented_status_is_seen_and_valid(self):
        for path, method, operation in self.operations():
            for status in operation["responses"]:
                with self.subTest(f"{method} {path} {status}"):
                    reply = self.provoke(path, method, int(status))
                    self.assertEqual(int(status), reply.status, reply.body[:500])
                    self.validate(reply, operation["responses"][status])

    def resolved(self, item):
        while "$ref" in item:
            target = self.document
            for part in item["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            item = target
        return item

    def validate(self, reply, response):
        response = self.resolved(response)
        for name, header in response.get("headers", {}).items():
            if self.resolved(header).get("required", True):
                self.assertIn(name, reply.headers)
        content = response.get("content")
        if not content:
            self.assertEqual(b"", reply.body)
            return
        self.assertIn(reply.media, content)
        if not reply.media.endswith("json"):
            return
        schema = {**content[reply.media]["schema"], "components": self.document["components"]}
        body = json.loads(reply.body)
        errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}"[:300]
                  for error in jsonschema.Draft202012Validator(schema).iter_errors(body)]
        self.assertEqual([], errors[:5])

    def test_examples_are_valid(self):
        for name, schema in self.document["components"]["schemas"].items():
            whole = {**schema, "components": self.document["components"]}
            for example in schema.get("examples", []):
                with self.subTest(name):
                    jsonschema.validate(example, whole, jsonschema.Draft202012Validator)

    def test_options_and_head_work_everywhere(self):
        for path, method, _ in self.operations():
            with self.subTest(path):
                options = self.caller.call("OPTIONS", self.target(path), {})
                self.assertEqual(204, options.status)
                self.assertIn(method, options.headers["Allow"])
                if method == "GET":
                    head = self.caller.call("HEAD", self.target(path), ADMIN)
                    self.assertLess(head.status, 300)
                    self.assertEqual(b"", head.body)

    def test_the_history_has_the_series_of_the_document(self):
        parameters = self.document["paths"]["/api/v1/metrics/history"]["get"]["parameters"]
        named = next(each for each in parameters if each["name"] == "name")["schema"]["items"]["enum"]
        history = json.loads(self.caller.call("GET", "/api/v1/metrics/history", ADMIN).body)
        self.assertEqual(set(named), {series["name"] for series in history["series"]})
        unknown = self.caller.call("GET", "/api/v1/metrics/history?name=nope", ADMIN)
        self.assertEqual(400, unknown.status)
        for name in named:
            self.assertIn(name, json.loads(unknown.body)["detail"])

    def test_what_the_server_refuses_is_a_problem(self):
        chunked, waits = {"Transfer-Encoding": "chunked"}, {"Expect": "100-continue"}
        for status, method, path, headers, body in [
                (400, "POST", "/api/v1/auth/login", chunked, b"0\r\nHost: a\r\n\r\n"),
                (400, "GET", "/api/health", {"Expect": "a-miracle"}, None),
                (401, "POST", "/api/v1/auth/tokens", {**waits, "Content-Length": "2"}, None),
                (413, "POST", "/api/v1/cache/invalidate", {"Content-Length": "65537"}, None),
                (414, "GET", "/" + "x" * 8192, {}, None),
                (431, "GET", "/api/health", {"X": "x" * 17_000}, None),
                (431, "POST", "/api/v1/auth/login", chunked,
                 b"0\r\nX: " + b"x" * 17_000 + b"\r\n\r\n"),
                (501, "BREW", "/api/health", {}, None)]:
            with self.subTest(f"{status} {method} {path[:40]}"):
                reply = self.raw(method, path, headers, body)
                self.assertEqual((status, PROBLEM), (reply.status, reply.media))
                schema = {"$ref": "#/components/schemas/Problem",
                          "components": self.document["components"]}
                jsonschema.validate(json.loads(reply.body), schema, jsonschema.Draft202012Validator)

    def raw(self, method, target, headers, body):
        """The answer to a request that goes out as it is."""
        connection = http.client.HTTPConnection(PEER, self.caller.agent.port,
                                                timeout=programs.DEADLINE)
        try:
            connection.putrequest(method, target)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            return Reply(connection.getresponse(), method)
        finally:
            connection.close()

    def test_unknown_paths_and_methods_are_problems(self):
        for method, target, status in [("GET", "/api/v1/nowhere", 404), ("DELETE", "/api/v1/plan", 405)]:
            reply = self.caller.call(method, target, ADMIN)
            self.assertEqual((status, PROBLEM), (reply.status, reply.media))
            problem = json.loads(reply.body)
            self.assertEqual((status, target), (problem["status"], problem["instance"]))


if __name__ == "__main__":
    programs.run_checks()
