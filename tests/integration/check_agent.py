#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed programs as an administrator meets them: resync-agent beside resync-twsim."""
import argparse
import base64
import contextlib
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

DEADLINE = 60  # seconds; the machine may be busy
ENGINE_PASSWORD = "engine-canary-7391"
ADMIN_PASSWORD = "admin-canary-4426"
agent_program = twsim_program = ""


def wait_until(claim, what):
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        result = claim()
        if result:
            return result
        time.sleep(0.02)
    raise AssertionError(f"not within {DEADLINE} s: {what}")


class Process(contextlib.AbstractContextManager):
    """A program in the background with its log."""

    def __init__(self, command, environment, folder, pass_fds=()):
        self.log_path = pathlib.Path(folder, "log")
        with self.log_path.open("w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder,
                                            env=environment, pass_fds=pass_fds)

    def log(self):
        return self.log_path.read_text()

    def stop(self):
        """The exit code after SIGTERM."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(DEADLINE)

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class Engine(Process):
    def __init__(self, folder, port=0):
        ports = pathlib.Path(folder, "ports")
        super().__init__([twsim_program, "--jobs", "300", "--workstations", "10", "--port", str(port),
                          "--control-port", "0", "--port-file", ports],
                         {**os.environ, "RESYNC_TWSIM_PASSWORD": ENGINE_PASSWORD}, folder)
        wait_until(ports.exists, "the simulator's ports")
        self.port, self.control_port = map(int, ports.read_text().split())

    def control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.control_port}{path}", data,
                                         {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return json.loads(answer.read() or b"null")


class Answer:
    def __init__(self, raw):
        self.status = raw.status
        self.headers = raw.headers
        self.body = raw.read()

    def json(self):
        return json.loads(self.body)


class Agent(Process):
    scheme, host, tls = "http", "127.0.0.1", None

    def __init__(self, folder, command=None, pass_fds=(), **settings):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(("TWS_", "ADMIN_", "SERVER_", "APP_"))}
        settings = {"SERVER_PORT": "0", "ADMIN_PASSWORD": ADMIN_PASSWORD, "LOG_FORMAT": "json",
                    "STATE_DIR": str(folder), "TWS_REFRESH_INTERVAL": "1", **settings}
        environment.update({name: value for name, value in settings.items() if value is not None})
        super().__init__(command or [agent_program], environment, folder, pass_fds)
        self.port = None

    def lines(self, message):
        found = [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]
        return [line for line in found if line["message"] == message]

    def listening(self):
        line = wait_until(lambda: self.lines("listening"), "the line 'listening'")[0]
        self.port = int(line["fields"]["port"])
        return self

    def ready(self):
        self.listening()
        wait_until(lambda: self.lines("ready"), "the line 'ready'")
        return self

    def call(self, path, method="GET", user="admin", password=ADMIN_PASSWORD, headers=()):
        request = urllib.request.Request(f"{self.scheme}://{self.host}:{self.port}{path}",
                                         headers=dict(headers), method=method)
        if user:
            token = base64.b64encode(f"{user}:{password}".encode()).decode()
            request.add_header("Authorization", "Basic " + token)
        try:
            with urllib.request.urlopen(request, timeout=DEADLINE, context=self.tls) as answer:
                return Answer(answer)
        except urllib.error.HTTPError as error:
            return Answer(error)


class AgentTest(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)

    def folder(self):
        return self.stack.enter_context(tempfile.TemporaryDirectory())

    def engine(self, port=0):
        return self.stack.enter_context(Engine(self.folder(), port))

    def agent(self, engine=None, **settings):
        if engine:
            settings = {"TWS_HOST": "127.0.0.1", "TWS_PORT": str(engine.port), "TWS_SCHEME": "http",
                        "TWS_USER": "twsuser", "TWS_PASSWORD": ENGINE_PASSWORD, **settings}
        return self.stack.enter_context(Agent(self.folder(), **settings))


class Start(AgentTest):
    def test_it_serves_the_plan_of_the_engine(self):
        engine = self.engine()
        engine.control("POST", "/time/freeze")
        agent = self.agent(engine).ready()
        truth = engine.control("GET", "/truth")
        jobs = agent.call("/api/v1/jobs?limit=10000&fields=id,status&max_age=0").json()
        seen = {job["id"]: job["status"].upper() for job in jobs["items"]}
        self.assertEqual(truth.get("jobs", truth), seen)
        self.assertEqual("demo", jobs["freshness"]["source"])

    def test_it_stops_when_it_is_told_to(self):
        agent = self.agent(self.engine()).ready()
        self.assertEqual(0, agent.stop())
        self.assertTrue(agent.lines("stopped"))

    def test_it_says_what_each_service_does(self):
        agent = self.agent(self.engine(), REDIS_URL="redis://127.0.0.1:1",
                           LLM_ENDPOINT="http://127.0.0.1:1/v1").ready()
        categories = {json.loads(line)["category"] for line in agent.log().splitlines()}
        self.assertLessEqual({"app", "engine", "http"}, categories)
        self.assertIn("not_used_yet", agent.log())
        components = {c["name"]: c for c in agent.call("/api/v1/health").json()["components"]}
        self.assertEqual("not_used_yet", components["redis"]["message"]["code"])
        self.assertFalse(components["knowledge"]["configured"])
        self.assertEqual("ok", components["engine"]["status"])

    def test_without_an_engine_it_is_unconfigured(self):
        agent = self.agent(ADMIN_PASSWORD=None).ready()
        self.assertEqual(b'{"status":"ok"}', agent.call("/api/health", user="").body)
        health = agent.call("/api/v1/health", user="").json()
        self.assertEqual("ok", health["status"])
        self.assertFalse(health["components"][0]["configured"])

    def test_bad_settings_name_key_and_place(self):
        for settings, words in [
                ({"TWS_PORT": "70000"}, ["TWS_PORT", "70000", "environment", "65535"]),
                ({"TWS_HOST": "x", "APP_ENV": "production", "ADMIN_PASSWORD": None},
                 ["ADMIN_PASSWORD"]),
                ({"TWS_VERIFY": "perhaps"}, ["TWS_VERIFY", "perhaps"])]:
            agent = self.agent(**settings)
            self.assertEqual(2, agent.process.wait(DEADLINE))
            for word in words:
                self.assertIn(word, agent.log())

    def test_it_listens_on_an_address_in_brackets(self):
        try:
            socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        except OSError:
            self.skipTest("this machine has no IPv6")
        agent = self.agent(SERVER_HOST="[::1]").listening()
        self.assertEqual("::1", agent.lines("listening")[0]["fields"]["host"])
        socket.create_connection(("::1", agent.port), timeout=DEADLINE).close()

    def test_a_wrong_value_that_is_overruled_is_a_warning(self):
        folder = self.folder()
        pathlib.Path(folder, "settings.toml").write_text("[server]\nport = 'abc'\n")
        agent = self.stack.enter_context(Agent(folder)).listening()  # SERVER_PORT is in the environment
        told = agent.lines(f"SERVER_PORT=abc in {folder}/settings.toml line 2: must be a whole number, "
                           "0–65535; overruled by SERVER_PORT in the environment")
        self.assertEqual(["warning"], [line["level"] for line in told])

    def test_an_unreadable_env_file_is_named(self):
        folder = self.folder()
        pathlib.Path(folder, ".env").mkdir()  # also for root, who may read every file
        agent = self.stack.enter_context(Agent(folder))
        self.assertEqual(2, agent.process.wait(DEADLINE))
        self.assertIn(".env", agent.log())

    def test_a_taken_port_is_named(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            agent = self.agent(SERVER_PORT=str(port))
            self.assertEqual(1, agent.process.wait(DEADLINE))
        self.assertIn(str(port), agent.log())

    def test_help_and_version_need_nothing(self):
        for argument in ["--help", "--version"]:
            shown = subprocess.run([agent_program, argument], capture_output=True, text=True,
                                   timeout=DEADLINE)
            self.assertEqual(0, shown.returncode)
            self.assertIn("resync", shown.stdout.lower())
        wrong = subprocess.run([agent_program, "--colour"], capture_output=True, timeout=DEADLINE)
        self.assertEqual(2, wrong.returncode)


class Listening(AgentTest):
    def certificate(self):
        folder = pathlib.Path(self.folder())
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-noenc", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem",
                        "-out", folder / "cert.pem"], check=True, capture_output=True)
        return folder / "cert.pem", folder / "key.pem"

    def test_it_speaks_https_with_the_certificate_it_is_given(self):
        certificate, key = self.certificate()
        agent = self.agent(TLS_CERT_FILE=str(certificate), TLS_KEY_FILE=str(key)).ready()
        agent.scheme, agent.tls = "https", ssl.create_default_context(cafile=certificate)
        self.assertEqual(200, agent.call("/api/health", user="").status)
        agent.scheme = "http"
        with self.assertRaises(OSError):
            agent.call("/api/health", user="")
        self.assertEqual(0, agent.stop())

    def test_a_reload_shows_a_new_certificate(self):
        certificate, key = self.certificate()
        agent = self.agent(TLS_CERT_FILE=str(certificate), TLS_KEY_FILE=str(key)).ready()
        fresh_certificate, fresh_key = self.certificate()
        certificate.write_bytes(fresh_certificate.read_bytes())
        agent.process.send_signal(signal.SIGHUP)  # the key is still the old one
        wait_until(lambda: str(key) in agent.log(), "the key that does not fit")
        key.write_bytes(fresh_key.read_bytes())
        agent.process.send_signal(signal.SIGHUP)
        agent.scheme, agent.tls = "https", ssl.create_default_context(cafile=fresh_certificate)
        wait_until(lambda: agent.lines("reloaded"), "the line 'reloaded'")
        self.assertEqual(200, agent.call("/api/health", user="").status)

    def test_a_certificate_that_cannot_be_used_is_named(self):
        certificate, key = self.certificate()
        for settings, word in [
                ({"TLS_CERT_FILE": str(certificate)}, "TLS_KEY_FILE"),
                ({"TLS_CERT_FILE": str(key), "TLS_KEY_FILE": str(key)}, str(key))]:
            agent = self.agent(**settings)
            self.assertEqual(2, agent.process.wait(DEADLINE))
            self.assertIn(word, agent.log())

    def test_it_serves_on_the_socket_that_systemd_passes(self):
        with socket.create_server(("127.0.0.1", 0)) as passed:
            number = passed.fileno()
            start = f'LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" 3<&{number}'
            agent = self.stack.enter_context(
                Agent(self.folder(), ["sh", "-c", start, agent_program], [number])).ready()
            self.assertEqual(passed.getsockname()[1], agent.port)
            self.assertEqual(200, agent.call("/api/health", user="").status)
            self.assertEqual(0, agent.stop())


class Supervised(AgentTest):
    """What systemd hears on its notification socket (sd_notify(3))."""

    def setUp(self):
        super().setUp()
        self.socket = self.stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        self.socket.bind(os.path.join(self.folder(), "notify"))
        self.socket.settimeout(DEADLINE)

    def heard(self):
        """The next message, as a dictionary."""
        return dict(line.split("=", 1) for line in self.socket.recv(4096).decode().splitlines())

    def heard_until(self, name):
        while name not in (message := self.heard()):
            pass
        return message

    def hang_up(self, agent):
        agent.process.send_signal(signal.SIGHUP)
        begun = time.monotonic_ns() // 1000
        reloading = self.heard_until("RELOADING")
        self.assertEqual("1", reloading["RELOADING"])
        self.assertLess(abs(int(reloading["MONOTONIC_USEC"]) - begun), DEADLINE * 1_000_000)
        return self.heard()

    def test_start_reload_and_stop(self):
        folder = self.folder()
        pathlib.Path(folder, ".env").write_text("")
        agent = self.stack.enter_context(
            Agent(folder, NOTIFY_SOCKET=self.socket.getsockname())).listening()
        self.assertEqual({"READY": "1", "STATUS": "Serving; no engine is configured"}, self.heard())
        self.assertEqual({"READY": "1", "STATUS": "Serving; no engine is configured"},
                         self.hang_up(agent))
        pathlib.Path(folder, ".env").write_text("TWS_PORT=x\n")
        failed = self.hang_up(agent)
        self.assertEqual("1", failed["READY"])  # it goes on with the old configuration
        self.assertIn("the last reload failed", failed["STATUS"])
        pathlib.Path(folder, ".env").write_text("")
        self.assertNotIn("failed", self.hang_up(agent)["STATUS"])
        self.assertTrue(agent.call("/api/v1/config/reload", "POST").json()["ok"])
        self.assertEqual("1", self.heard()["RELOADING"])  # whoever asked for it
        self.assertEqual("1", self.heard()["READY"])
        self.assertEqual(0, agent.stop())
        self.assertEqual({"STOPPING": "1"}, self.heard())

    def test_the_status_says_when_there_is_a_plan(self):
        self.agent(self.engine(), NOTIFY_SOCKET=self.socket.getsockname())
        self.assertEqual({"READY": "1", "STATUS": "Waiting for the first plan"}, self.heard())
        self.assertEqual({"STATUS": "Serving the plan"}, self.heard())


class Elsewhere(AgentTest):
    """Who comes from another host than this one, or seems to."""

    def own_address(self):
        """An address of this machine that is not the loopback's; no packet is sent."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))
            except OSError:
                self.skipTest("this machine has no address but the loopback's")
            return probe.getsockname()[0]

    def agent_at(self, address, **settings):
        agent = self.agent(SERVER_HOST=address, **settings).ready()
        agent.host = address
        return agent

    def warning(self, agent):
        """The component of health that tells of credentials over plain HTTP."""
        parts = {c["name"]: c for c in agent.call("/api/v1/health").json()["components"]}
        return parts.get("access")

    def test_credentials_in_plain_text_are_warned_about(self):
        address = self.own_address()
        agent = self.agent_at(address)
        agent.call("/api/v1/health", user="")
        self.assertNotIn("plain HTTP", agent.log())
        warning = self.warning(agent)
        self.assertEqual(("degraded", "plaintext_credentials"),
                         (warning["status"], warning["message"]["code"]))
        lines = [json.loads(line) for line in agent.log().splitlines() if "plain HTTP" in line]
        self.assertEqual([("warning", address)],
                         [(line["level"], line["fields"]["from"]) for line in lines])
        self.assertEqual("degraded", agent.call("/api/v1/health").json()["status"])
        self.assertNotIn(ADMIN_PASSWORD, agent.log())

    def test_they_are_not_where_nobody_listens_or_that_is_wanted(self):
        address = self.own_address()
        for host, settings in [("127.0.0.1", {}), (address, {"ALLOW_PLAINTEXT_AUTH": "true"}),
                               (address, {"TRUSTED_PROXIES": address})]:
            agent = self.agent_at(host, **settings)
            self.assertIsNone(self.warning(agent), settings)
            self.assertNotIn("plain HTTP", agent.log())

    def test_the_access_log_names_who_asked_behind_a_proxy(self):
        proxied = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7"}
        for settings, expected in [({}, ("127.0.0.1", None)),
                                   ({"TRUSTED_PROXIES": "127.0.0.0/8"}, ("203.0.113.7", "127.0.0.1"))]:
            agent = self.agent(LOG_ACCESS="all", **settings).ready()
            agent.call("/api/health", user="", headers=proxied)
            line = wait_until(lambda a=agent: a.lines("request"), "a line of the access log")[0]
            self.assertEqual(expected, (line["fields"]["peer"], line["fields"].get("proxy")))


class Streams(AgentTest):
    def session(self, agent):
        body = json.dumps({"username": "admin", "password": ADMIN_PASSWORD}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{agent.port}/api/v1/auth/login", body)
        with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
            return {"Authorization": "Bearer " + json.loads(answer.read())["token"]}

    def opened(self, agent, path, headers):
        request = urllib.request.Request(f"http://127.0.0.1:{agent.port}{path}", headers=headers)
        return self.stack.enter_context(urllib.request.urlopen(request, timeout=DEADLINE))

    def test_a_change_of_health_is_an_event(self):
        engine = self.engine()
        agent = self.agent(engine).ready()
        wait_until(lambda: agent.call("/api/v1/health").json()["status"] == "ok", "good health")
        login = base64.b64encode(f"admin:{ADMIN_PASSWORD}".encode()).decode()
        stream = self.opened(agent, "/api/v1/events?type=health.changed&subject=engine",
                             {"Authorization": "Basic " + login})

        def event(after):
            while line := stream.readline():
                if line.startswith(b"data: ") and json.loads(line[6:])["after"] == after:
                    return json.loads(line[6:])

        port = engine.port
        engine.stop()
        down = event("down")
        self.assertEqual(("error", "engine_unavailable", "agent"),
                         (down["severity"], down["message"]["code"], down["source"]))
        self.assertEqual({"kind": "component", "id": "engine", "ref": None, "name": "engine"},
                         down["subject"])
        self.engine(port)
        up = event("ok")
        self.assertEqual(("down", "info"), (up["before"], up["severity"]))

    def test_a_stream_ends_with_its_session(self):
        agent = self.agent(self.engine()).ready()
        session, other = self.session(agent), self.session(agent)
        stream = self.opened(agent, "/api/v1/events?type=config.reloaded", session)
        kept = self.opened(agent, "/api/v1/events?type=config.reloaded", other)
        self.assertEqual(204, agent.call("/api/v1/auth/logout", "POST", user="", headers=session).status)
        begun = time.monotonic()
        while stream.readline():
            pass
        self.assertLess(time.monotonic() - begun, 5)
        self.assertEqual(200, agent.call("/api/v1/config/reload", "POST").status)
        while line := kept.readline():
            if line.startswith(b"event: config.reloaded"):
                break
        self.assertTrue(line)


class EngineTrouble(AgentTest):
    def assert_down(self, agent, status, code, words=()):
        wait_until(lambda: agent.lines("refresh failed") or "refresh failed" in agent.log(),
                   "a failed refresh")
        answer = agent.call("/api/v1/jobs")
        self.assertEqual((status, code), (answer.status, answer.json()["code"]))
        self.assertEqual(503, agent.call("/api/v1/health/ready", user="").status)
        self.assertEqual("down", agent.call("/api/v1/health").json()["status"])
        for word in words:
            self.assertIn(word, agent.log())

    def test_engine_away_at_start_comes_back_by_itself(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        agent = self.agent(TWS_HOST="127.0.0.1", TWS_PORT=str(port), TWS_SCHEME="http",
                           TWS_USER="twsuser", TWS_PASSWORD=ENGINE_PASSWORD).listening()
        self.assert_down(agent, 503, "engine_unavailable", [f"127.0.0.1:{port}"])
        engine = self.engine(port)
        self.assertEqual(port, engine.port)
        agent.ready()

    def test_wrong_engine_password_is_not_tried_again_and_again(self):
        engine = self.engine()
        agent = self.agent(engine, TWS_PASSWORD="wrong").listening()
        self.assert_down(agent, 502, "engine_unauthorized", ["TWS_PASSWORD"])
        for _ in range(20):
            agent.call("/api/v1/jobs?max_age=0")
        self.assertLess(engine.control("GET", "/counters")["total"], 5)

    def test_faults_age_the_plan_and_leave_it(self):
        engine = self.engine()
        agent = self.agent(engine).ready()
        for kind in ["http_500", "html", "garbage"]:
            engine.control("POST", "/faults", {"kind": kind})
            stale = wait_until(lambda: (a := agent.call("/api/v1/jobs?limit=1"))
                               .headers["Resync-Stale"] == "true" and a, f"stale after {kind}")
            self.assertEqual(200, stale.status)
            self.assertEqual("engine_unreachable", stale.json()["freshness"]["reason"]["code"])
            self.assertGreater(stale.json()["total"], 0)
            engine.control("DELETE", "/faults")
            wait_until(lambda: agent.call("/api/v1/jobs?limit=1").headers["Resync-Stale"] == "false",
                       f"fresh after {kind}")

    def test_engine_gone_and_back(self):
        engine = self.engine()
        agent = self.agent(engine).ready()
        engine.stop()
        wait_until(lambda: agent.call("/api/v1/jobs?limit=1").headers["Resync-Stale"] == "true",
                   "stale data")
        self.engine(engine.port)
        wait_until(lambda: agent.call("/api/v1/jobs?limit=1").headers["Resync-Stale"] == "false",
                   "fresh data")


class Checklist(AgentTest):
    """The deployment checklist's steps after the start."""

    def test_metrics_are_what_prometheus_wants(self):
        agent = self.agent(self.engine(), TWS_REFRESH_INTERVAL="30").ready()
        agent.call("/api/v1/jobs")
        text = agent.call("/api/metrics", user="")
        self.assertIn("version=0.0.4", text.headers["Content-Type"])
        checked = subprocess.run(["promtool", "check", "metrics"], input=text.body,
                                 capture_output=True, timeout=DEADLINE)
        self.assertEqual((0, b"", b""), (checked.returncode, checked.stdout, checked.stderr))
        body = text.body.decode()
        for series in ['resync_agents{kind="engine_agent",state="linked"}',
                       'resync_jobs{status="waiting"}', "resync_snapshot_age_seconds",
                       'resync_engine_calls_total{operation="list_jobs"',
                       'resync_http_request_duration_seconds_bucket{method="GET",'
                       'route="/api/v1/jobs"', "resync_build_info"]:
            self.assertIn(series, body)
        self.assertNotIn('kind="assistant"', body)  # unknown is absent, not 0

    @staticmethod
    def plan_calls(engine):
        """Calls so far, without the engine's own figures: those are read some time after a refresh."""
        calls = engine.control("GET", "/counters")["operations"]
        return sum(count for operation, count in calls.items() if operation != "metrics")

    def test_invalidation_fetches_fresh_data(self):
        engine = self.engine()
        agent = self.agent(engine, TWS_REFRESH_INTERVAL="3600").ready()
        wait_until(lambda: agent.call("/api/v1/plan").json()["mirror"]["structure_as_of"],
                   "the end of all that a start asks for")
        refused = agent.call("/api/v1/cache/invalidate", "POST", user="")
        self.assertEqual(401, refused.status)
        self.assertIn("Basic", refused.headers["WWW-Authenticate"])
        before = self.plan_calls(engine)
        report = agent.call("/api/v1/cache/invalidate?scope=system", "POST").json()
        after = self.plan_calls(engine)
        self.assertEqual(("success", True), (report["status"], report["refreshed"]))
        # the mirror counts its questions; who the engine is takes a call of each API
        self.assertIn(after - before - report["engine_calls"], (0, 1))
        self.assertGreater(after, before)

    def test_configuration_is_reduced_for_strangers_and_masked_for_admins(self):
        agent = self.agent(self.engine()).ready()
        stranger = agent.call("/api/config", user="").json()
        self.assertEqual("development", stranger["environment"])
        self.assertNotIn("items", stranger)
        items = {i["key"]: i for i in agent.call("/api/config").json()["items"]}
        self.assertEqual("********", items["TWS_PASSWORD"]["value"])
        self.assertEqual("environment", items["TWS_HOST"]["source"]["layer"])
        self.assertEqual(401, agent.call("/api/config", password="wrong").status)

    def test_no_secret_leaves(self):
        engine = self.engine()
        agent = self.agent(engine, LOG_LEVEL="debug", LOG_ACCESS="all").ready()
        engine.control("POST", "/faults", {"kind": "http_500"})
        wait_until(lambda: "refresh failed" in agent.log(), "a failed refresh")
        seen = agent.log().encode()
        for path in ["/api/config", "/api/v1/health", "/api/metrics", "/api/v1/plan"]:
            seen += agent.call(path).body
        seen += pathlib.Path(f"/proc/{agent.process.pid}/cmdline").read_bytes()
        basic = base64.b64encode(f"admin:{ADMIN_PASSWORD}".encode())
        for canary in [ENGINE_PASSWORD.encode(), ADMIN_PASSWORD.encode(), basic]:
            self.assertNotIn(canary, seen)

    def test_a_category_at_debug_tells_more(self):
        agent = self.agent(self.engine(), LOG_LEVEL="info,engine=debug,mirror=debug").ready()
        call = wait_until(lambda: agent.lines("call"), "a call at debug")[0]
        self.assertEqual(("debug", "engine", "ok"),
                         (call["level"], call["category"], call["fields"]["outcome"]))
        plan = wait_until(lambda: agent.lines("the plan changed"), "a changed plan at debug")[0]
        self.assertEqual(("debug", "mirror"), (plan["level"], plan["category"]))

    def test_logs_are_json_lines_with_utc_times(self):
        agent = self.agent(self.engine()).ready()
        for line in agent.log().splitlines():
            entry = json.loads(line)
            self.assertRegex(entry["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
            self.assertIn(entry["level"], ["debug", "info", "warning", "error"])


def run_checks():
    """Of the program that was started: unittest's arguments, and which programs to check."""
    global agent_program, twsim_program
    parser = argparse.ArgumentParser()
    parser.add_argument("--agent", required=True)
    parser.add_argument("--twsim", required=True)
    known, rest = parser.parse_known_args()
    agent_program, twsim_program = map(os.path.abspath, (known.agent, known.twsim))
    unittest.main(argv=[pathlib.Path(sys.argv[0]).stem, *rest], verbosity=2)


if __name__ == "__main__":
    run_checks()
