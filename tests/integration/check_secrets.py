#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret leaves the real resync-agent: canaries go in by every door, and none may come out."""
import base64
import contextlib
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import unittest
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import check_agent as bench  # noqa: E402
from check_agent import wait_until  # noqa: E402

ADMIN = "canary-admin-4426-long"
ENGINE = "canary-engine-7391"
CALLER = "canary-caller-8805"  # what strangers send in headers, addresses and bodies


def forms(secret):
    """A text as it may show up: plain, percent-encoded, in base64 with what stands before it."""
    yield secret.encode()
    yield urllib.parse.quote(secret, safe="").replace("-", "%2D").encode()
    for before in ["", ":", "admin:", "twsuser:", "root:"]:
        yield base64.b64encode((before + secret).encode()).rstrip(b"=")[:-1]


class LeakyEngine(contextlib.AbstractContextManager):
    """Answers every call with an error that repeats the caller's credentials."""

    def __init__(self, status):
        self.status = status
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client:
                head = client.recv(65536)
                body = json.dumps({"message": f"{ENGINE} refused", "head": head.decode()}).encode()
                client.sendall(f"HTTP/1.1 {self.status} {ENGINE}\r\nX-Echo: {ENGINE}\r\n"
                               f"WWW-Authenticate: Basic realm=\"{ENGINE}\"\r\n"
                               f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                               "Connection: close\r\n\r\n".encode() + body)
                self.calls += 1

    def __exit__(self, *_):
        self.socket.close()


class Secrets(bench.AgentTest):
    def setUp(self):
        super().setUp()
        self.seen = {}

    def note(self, door, data):
        self.seen[door] = self.seen.get(door, b"") + data

    def raw(self, agent, request):
        with socket.create_connection(("127.0.0.1", agent.port), timeout=bench.DEADLINE) as client:
            client.sendall(request)
            client.shutdown(socket.SHUT_WR)
            answer = b""
            while more := client.recv(65536):
                answer += more
        return answer

    def call(self, agent, method, path, headers=None, body=None, door=None):
        connection = http.client.HTTPConnection("127.0.0.1", agent.port, timeout=bench.DEADLINE)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            text = str(answer.headers).encode() + answer.read()
        self.note(door or f"{method} {path}", text)
        return answer.status

    def login(self, user="admin", password=ADMIN):
        token = base64.b64encode(f"{user}:{password}".encode()).decode()
        return {"Authorization": "Basic " + token}

    def read_everything(self, agent):
        document = agent.call("/api/openapi.json").json()
        for path, methods in document["paths"].items():
            if "get" in methods and "{" not in path and "/events" not in path:
                self.call(agent, "GET", path, self.login())
                self.call(agent, "GET", path)
        for path in ["/api/v1/jobs/x", "/api/v1/jobstreams/x", "/api/v1/workstations/x",
                     "/api/v1/health/engine", "/api/v1/nothing"]:
            self.call(agent, "GET", path, self.login())

    def assert_clean(self, agent, secrets):
        self.note("log", agent.log().encode())
        pid = agent.process.pid
        if agent.process.poll() is None:
            for name in ["cmdline", "comm", "status"]:
                self.note("/proc/" + name, pathlib.Path(f"/proc/{pid}/{name}").read_bytes())
        for door, data in self.seen.items():
            for secret in secrets:
                for form in forms(secret):
                    self.assertNotIn(form, data, f"{secret} came out by {door}")

    def agent_with_files(self, engine_port, folder=None, **more):
        """Secrets in .env, in NAME_FILE and as a systemd credential; not in the environment."""
        folder = folder or self.folder()
        credentials = pathlib.Path(self.folder())
        credentials.joinpath("admin_password").write_text(ADMIN + "\n")
        pathlib.Path(folder, "tws").write_text(ENGINE + "\n")
        settings = {"TWS_HOST": "127.0.0.1", "TWS_PORT": engine_port, "TWS_SCHEME": "http",
                    "TWS_USER": "twsuser", "TWS_PASSWORD_FILE": "tws", "LOG_LEVEL": "debug",
                    "REDIS_URL": f"redis://root:{ENGINE}@127.0.0.1:1/0?password={ENGINE}",
                    "NEO4J_URI": f"bolt://neo:{ENGINE}@127.0.0.1:1", "NEO4J_PASSWORD": ENGINE,
                    "LLM_ENDPOINT": f"http://u:{ENGINE}@127.0.0.1:1/v1?key={ENGINE}",
                    "LLM_API_KEY": ENGINE, "SESSION_KEY": ENGINE * 3, "LOG_ACCESS": "all", **more}
        pathlib.Path(folder, ".env").write_text(
            "".join(f"{name}={value}\n" for name, value in settings.items()))
        return self.stack.enter_context(bench.Agent(
            folder, ADMIN_PASSWORD=None, CREDENTIALS_DIRECTORY=str(credentials))).listening()

    def test_an_engine_that_repeats_our_login(self):
        for status in [400, 401, 403, 404, 500, 200]:
            self.seen = {}
            engine = self.stack.enter_context(LeakyEngine(status))
            agent = self.agent_with_files(engine.port)
            wait_until(lambda: "refresh failed" in agent.log(), f"a failed refresh ({status})")
            bench.ADMIN_PASSWORD, kept = ADMIN, bench.ADMIN_PASSWORD
            self.read_everything(agent)
            bench.ADMIN_PASSWORD = kept
            self.assertGreater(engine.calls, 0)
            agent.stop()
            self.assert_clean(agent, [ADMIN, ENGINE])

    def test_what_strangers_send(self):
        engine = self.engine()
        agent = self.agent_with_files(engine.port)
        quoted = urllib.parse.quote(CALLER)
        for header in [{"Authorization": "Bearer " + CALLER}, {"Authorization": CALLER},
                       self.login("admin", CALLER), self.login(CALLER, "x"), {"Cookie": CALLER},
                       {"X-Api-Key": CALLER}, {"Origin": "https://" + CALLER},
                       {"If-None-Match": CALLER}, {"Referer": "http://h/?password=" + CALLER}]:
            for path in ["/api/config", "/api/v1/jobs", "/api/v1/health", "/api/metrics"]:
                self.call(agent, "GET", path, header, door=f"{path} {list(header)[0]}")
        for path in [f"/api/v1/jobs?password={quoted}", f"/api/v1/jobs?q={quoted}",
                     f"/api/v1/jobs?limit={quoted}", f"/api/v1/jobs?cursor={quoted}",
                     f"/api/v1/cache/invalidate?scope={quoted}"]:
            method = "POST" if "invalidate" in path else "GET"
            self.call(agent, method, path, self.login(), door="query")
        for path in ["/api/v1/config/reload", "/api/v1/cache/invalidate"]:
            self.call(agent, "POST", path, {**self.login(), "Content-Type": "text/plain"}, CALLER)
        for request in [f"GET / HTTP/1.1\r\nHost: h\r\n{CALLER}\r\n\r\n",
                        f"GET / HTTP/9.9 {CALLER}\r\n\r\n", f"{CALLER}\r\n\r\n",
                        f"GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: {CALLER}\r\n\r\n"]:
            self.note("malformed", self.raw(agent, request.encode()))
        agent.stop()
        self.assert_clean(agent, [CALLER, ADMIN, ENGINE])

    def test_the_whole_life_of_an_agent(self):
        engine = self.engine()
        folder = self.folder()
        pathlib.Path(folder, "right").write_text(bench.ENGINE_PASSWORD)
        agent = self.agent_with_files(engine.port, folder, TWS_PASSWORD_FILE="right")
        agent.ready()
        bench.ADMIN_PASSWORD, kept = ADMIN, bench.ADMIN_PASSWORD
        self.read_everything(agent)
        bench.ADMIN_PASSWORD = kept
        pathlib.Path(folder, ".env").write_text(f"TWS_PORT={ENGINE}@x\nTWS_PASSWORD='{ENGINE}\n"
                                                f"REDIS_URL={ENGINE}\nSESSION_KEY={ENGINE}\n")
        self.call(agent, "POST", "/api/v1/config/reload", self.login())
        agent.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(agent.lines("not reloaded: the old configuration stays")) == 2,
                   "a refused reload")
        self.read_everything_again(agent)
        agent.stop()
        self.assert_clean(agent, [ADMIN, ENGINE, bench.ENGINE_PASSWORD])

    def read_everything_again(self, agent):
        for path in ["/api/config", "/api/v1/config", "/api/metrics", "/api/v1/health"]:
            self.call(agent, "GET", path, self.login(), door="after " + path)

    def test_the_commands(self):
        folder = self.folder()
        pathlib.Path(folder, ".env").write_text(
            f"TWS_HOST=127.0.0.1:1\nTWS_PASSWORD={ENGINE}\nADMIN_PASSWORD={ADMIN}\n"
            f"REDIS_URL=redis://root:{ENGINE}@h\nSERVER_PORT=0\n")
        for arguments in [["config"], ["config", "--json"], ["check"], ["check", "--json"],
                          ["user", "add", "ana", "--file", f"{folder}/users"]]:
            shown = subprocess.run([bench.agent_program, *arguments], cwd=folder, capture_output=True,
                                   input=(CALLER + "\n").encode(), timeout=bench.DEADLINE)
            for form in [*forms(ENGINE), *forms(ADMIN), *forms(CALLER)]:
                self.assertNotIn(form, shown.stdout + shown.stderr, arguments)

    def test_production_leaves_no_core_dump(self):
        agent = self.stack.enter_context(bench.Agent(
            self.folder(), APP_ENV="production", ADMIN_PASSWORD=ADMIN)).listening()
        limits = pathlib.Path(f"/proc/{agent.process.pid}/limits").read_text()
        core = [line for line in limits.splitlines() if line.startswith("Max core file size")]
        self.assertEqual(["0", "0"], core[0].split()[4:6])
        with open(f"/proc/{agent.process.pid}/status") as status:
            dumpable = [line for line in status if line.startswith("CoreDumping")]
        self.assertTrue(dumpable)
        # PR_SET_DUMPABLE 0 gives the files of /proc/PID to root
        self.assertEqual(0, os.stat(f"/proc/{agent.process.pid}/environ").st_uid)


if __name__ == "__main__":
    bench.run_checks()
