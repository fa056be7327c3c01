#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration of the real resync-agent: reload, the commands config, check and user."""
import base64
import http.client
import json
import os
import pathlib
import pty
import signal
import socket
import ssl
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import check_agent as bench  # noqa: E402
from check_agent import ADMIN_PASSWORD, ENGINE_PASSWORD, wait_until  # noqa: E402


class ConfigTest(bench.AgentTest):
    """Agents whose settings stand in .env, where they can be changed."""

    def engine_settings(self, engine, **more):
        return {"TWS_HOST": "127.0.0.1", "TWS_PORT": engine.port, "TWS_SCHEME": "http",
                "TWS_USER": "twsuser", "TWS_PASSWORD": ENGINE_PASSWORD, **more}

    def write(self, folder, **settings):
        text = "".join(f"{name}={value}\n" for name, value in settings.items())
        pathlib.Path(folder, ".env").write_text(text)

    def started(self, folder, **environment):
        absent = {"TWS_REFRESH_INTERVAL": None, "ADMIN_PASSWORD": None}
        return self.stack.enter_context(bench.Agent(folder, **{**absent, **environment}))

    def certificate(self, name, days):
        """A new certificate and its key: NAME.pem and NAME.key in a folder of their own."""
        folder = pathlib.Path(self.folder())
        files = {"TLS_CERT_FILE": folder / f"{name}.pem", "TLS_KEY_FILE": folder / f"{name}.key"}
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-noenc", "-days", str(days), "-subj", f"/CN={name}",
                        "-keyout", files["TLS_KEY_FILE"], "-out", files["TLS_CERT_FILE"]],
                       check=True, capture_output=True)
        return files

    def items(self, agent, **login):
        report = agent.call("/api/v1/config", **login).json()
        return report, {item["key"]: item for item in report["items"]}


class Reload(ConfigTest):
    def reload(self, agent):
        return agent.call("/api/v1/config/reload", "POST").json()

    def test_the_api_reloads_what_can_be_reloaded(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        agent = self.started(folder).ready()
        before, _ = self.items(agent)
        self.assertIsNone(before["last_reload"])
        self.assertEqual(401, agent.call("/api/v1/plan", user="").status)
        self.assertEqual({"ok": True, "changed": [], "restart_pending": [], "errors": []},
                         self.reload(agent))
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD, PUBLIC_READ="true", LOG_LEVEL="debug",
                   WORKERS="3", METRICS_PUBLIC="no")
        outcome = self.reload(agent)
        self.assertEqual((True, ["PUBLIC_READ", "METRICS_PUBLIC", "LOG_LEVEL"], ["WORKERS"], []),
                         tuple(outcome.values()))
        self.assertEqual(503, agent.call("/api/v1/plan", user="").status)  # public, not configured
        report, items = self.items(agent)
        self.assertTrue(report["last_reload"]["ok"])
        self.assertNotEqual(before["running_hash"], report["running_hash"])
        self.assertEqual(("true", 2), (items["PUBLIC_READ"]["value"],
                                       items["PUBLIC_READ"]["source"]["line"]))
        self.assertTrue(items["WORKERS"]["restart_pending"])
        self.assertNotEqual("3", items["WORKERS"]["value"])
        self.assertFalse(items["PUBLIC_READ"]["restart_pending"])
        self.assertIn(b"resync_config_restart_pending 1", agent.call("/api/metrics").body)
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        self.assertEqual([], self.reload(agent)["restart_pending"])  # what runs is what is given
        self.assertEqual(before["running_hash"], self.items(agent)[0]["running_hash"])

    def test_a_reload_is_an_event(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD, **self.engine_settings(self.engine()))
        agent = self.started(folder).ready()
        stream = http.client.HTTPConnection("127.0.0.1", agent.port, timeout=bench.DEADLINE)
        self.addCleanup(stream.close)
        login = base64.b64encode(f"admin:{ADMIN_PASSWORD}".encode()).decode()
        stream.request("GET", "/api/v1/events?type=config.reloaded",
                       headers={"Authorization": "Basic " + login})
        answer = stream.getresponse()
        self.assertEqual(b"retry: 3000\n", answer.readline())
        self.reload(agent)
        lines = [answer.readline() for _ in range(4)]
        self.assertEqual(b"event: config.reloaded\n", lines[1])
        event = json.loads(lines[3].removeprefix(b"data: "))
        self.assertEqual(("config.reloaded", "config"), (event["type"], event["subject"]["kind"]))

    def test_a_reload_with_an_error_changes_nothing(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        agent = self.started(folder).ready()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD, PUBLIC_READ="true", TWS_PORT="70000",
                   TWS_VERIFY="perhaps")
        outcome = self.reload(agent)
        self.assertFalse(outcome["ok"])
        self.assertEqual(2, len(outcome["errors"]))
        self.assertIn(".env line 3", outcome["errors"][0])
        self.assertEqual(401, agent.call("/api/v1/plan", user="").status)
        report, items = self.items(agent)
        self.assertEqual((False, outcome["errors"]),
                         (report["last_reload"]["ok"], report["last_reload"]["errors"]))
        self.assertEqual("false", items["PUBLIC_READ"]["value"])
        self.assertIn(b'resync_config_reloads_total{outcome="failed"} 1',
                      agent.call("/api/metrics").body)
        self.assertTrue(agent.lines("not reloaded: the old configuration stays"))

    def test_a_file_that_does_not_hold_what_it_should_refuses_a_reload(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        agent = self.started(folder).ready()
        pathlib.Path(folder, "users").write_text("garbage\n")
        pathlib.Path(folder, "users").chmod(0o640)
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD, PUBLIC_READ="true", USERS_FILE="users",
                   TRUSTED_PROXIES="foo")
        outcome = self.reload(agent)
        self.assertEqual((False, [], []), tuple(outcome.values())[:3])
        self.assertEqual([f"USERS_FILE in {folder}/.env line 3: {folder}/users line 1: must be "
                          "name:role:argon2id-hash",
                          f"TRUSTED_PROXIES in {folder}/.env line 4: foo is neither an address nor a "
                          "network"], outcome["errors"])
        self.assertEqual(401, agent.call("/api/v1/plan", user="").status)

    def test_a_vanished_file_changes_nothing(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        agent = self.started(folder).ready()
        pathlib.Path(folder, ".env").unlink()
        outcome = self.reload(agent)
        self.assertFalse(outcome["ok"])
        self.assertIn("is gone", " ".join(outcome["errors"]))

    def test_the_key_of_another_certificate_raises_no_false_alarm(self):
        files, other = self.certificate("served", 90), self.certificate("other", 90)
        agent = self.started(self.folder(), **{name: str(path) for name, path in files.items()})
        agent.listening()

        def served():
            return ssl.get_server_certificate(("127.0.0.1", agent.port))

        before = served()
        files["TLS_KEY_FILE"].write_bytes(other["TLS_KEY_FILE"].read_bytes())
        agent.process.send_signal(signal.SIGHUP)
        wait_until(lambda: agent.lines("not reloaded: the old configuration stays"), "the refusal")
        self.assertNotIn("cannot be put back", agent.log())
        self.assertEqual(before, served())

    def test_a_new_certificate_waits_for_the_parts_behind_it(self):
        files, other = self.certificate("served", 90), self.certificate("other", 90)
        folder = self.folder()
        users = pathlib.Path(folder, "users")
        users.touch(0o600)
        self.write(folder, USERS_FILE=users, **files)
        agent = self.started(folder).listening()

        def served():
            return ssl.get_server_certificate(("127.0.0.1", agent.port))

        before = served()
        for name, path in other.items():
            files[name].write_bytes(path.read_bytes())
        self.write(folder, USERS_FILE=pathlib.Path(folder, "absent"), **files)
        agent.process.send_signal(signal.SIGHUP)
        wait_until(lambda: agent.lines("not reloaded: the old configuration stays"), "the refusal")
        self.assertEqual(before, served())
        self.write(folder, USERS_FILE=users, **files)
        agent.process.send_signal(signal.SIGHUP)
        wait_until(lambda: agent.lines("reloaded"), "the reload")
        self.assertNotEqual(before, served())

    def test_each_changed_account_is_in_the_audit(self):
        folder = self.folder()
        first, second = pathlib.Path(folder, "first"), pathlib.Path(folder, "second")
        for file in first, second:
            for name in "ana", "bob":
                subprocess.run([bench.agent_program, "user", "add", name, "--file", file], check=True,
                               input=f"{name}-has-a-word\n".encode(), capture_output=True)
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD, USERS_FILE=first)
        agent = self.started(folder).ready()

        def audit(count):
            lines = wait_until(lambda: len(found := [
                line["fields"] for line in agent.lines("done") if "subject" in line["fields"]]) >= count
                and found, f"{count} lines of the audit")
            return [(line["who"], line["what"], line["subject"]) for line in lines]

        subprocess.run([bench.agent_program, "user", "role", "ana", "admin", "--file", first], check=True)
        self.assertEqual([("(file)", "role changed to admin", "ana")], audit(1))
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD + "-new", USERS_FILE=second)
        agent.process.send_signal(signal.SIGHUP)
        self.assertEqual([("SIGHUP", "password changed", "admin"),
                          ("SIGHUP", "role changed to viewer", "ana"),
                          ("SIGHUP", "password changed", "ana"),
                          ("SIGHUP", "password changed", "bob")], audit(5)[1:])
        self.assertNotIn("has-a-word", agent.log())
        self.assertNotIn("argon2id", agent.log())

    def test_production_keeps_its_rules_when_another_environment_is_given(self):
        folder = self.folder()
        strong = ADMIN_PASSWORD + "-long"
        self.write(folder, APP_ENV="production", ADMIN_PASSWORD=strong, SERVER_HOST="127.0.0.1")
        agent = self.started(folder).ready()
        self.write(folder, APP_ENV="development", ADMIN_PASSWORD="x", PUBLIC_READ="true")
        outcome = agent.call("/api/v1/config/reload", "POST", password=strong).json()
        self.assertEqual((False, [], []), tuple(outcome.values())[:3])
        self.assertEqual(1, len(outcome["errors"]))
        self.assertIn(f"ADMIN_PASSWORD in {folder}/.env line 2", outcome["errors"][0])
        self.assertEqual(401, agent.call("/api/v1/plan", user="").status)
        self.assertEqual(401, agent.call("/api/v1/plan", password="x").status)
        self.write(folder, APP_ENV="development", ADMIN_PASSWORD=strong, SERVER_HOST="127.0.0.1")
        outcome = agent.call("/api/v1/config/reload", "POST", password=strong).json()
        self.assertEqual((True, [], ["APP_ENV"], []), tuple(outcome.values()))

    def test_nothing_of_another_environment_is_taken_before_the_restart(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        pathlib.Path(folder, "settings.production.toml").write_text("PUBLIC_READ = true\n")
        agent = self.started(folder).ready()
        before, _ = self.items(agent)
        self.write(folder, APP_ENV="production", ADMIN_PASSWORD=ADMIN_PASSWORD + "-long",
                   SERVER_HOST="127.0.0.1")
        outcome = self.reload(agent)
        self.assertEqual((True, [], [], {"APP_ENV", "ADMIN_PASSWORD", "PUBLIC_READ"}),
                         (outcome["ok"], outcome["changed"], outcome["errors"],
                          set(outcome["restart_pending"])))
        self.assertEqual(401, agent.call("/api/v1/health/engine", user="").status)
        report, items = self.items(agent)  # with the old password
        self.assertEqual(before["running_hash"], report["running_hash"])
        self.assertTrue(items["PUBLIC_READ"]["restart_pending"])

    def test_each_reload_is_in_the_audit(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        agent = self.started(folder).ready()

        def audit():
            lines = [json.loads(line) for line in agent.log().splitlines()]
            return [line for line in lines if line["category"] == "access"
                    and line["fields"].get("what") == "reload"]

        calls = [agent.call("/api/v1/config/reload", "POST") for _ in range(20)]
        lines = wait_until(lambda: len(audit()) == 20 and audit(), "a line a reload")
        for call, line in zip(calls, lines):
            self.assertEqual(("info", {"who": "admin", "from": "127.0.0.1", "what": "reload",
                                       "result": "ok"}), (line["level"], line["fields"]))
            self.assertEqual(call.headers["X-Request-Id"], line["request_id"])
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD, TWS_PORT="70000")
        self.reload(agent)
        agent.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(audit()) == 22, "two more lines")
        for line, who, address in zip(audit()[20:], ["admin", "SIGHUP"], ["127.0.0.1", ""]):
            self.assertEqual(("warning", {"who": who, "from": address, "what": "reload",
                                          "result": "config_not_reloaded"}),
                             (line["level"], line["fields"]))

    def test_it_is_for_administrators(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD, PUBLIC_READ="true")
        agent = self.started(folder).ready()
        self.assertEqual(401, agent.call("/api/v1/config/reload", "POST", user="").status)
        self.assertEqual(405, agent.call("/api/v1/config/reload").status)
        self.assertEqual(400, agent.call("/api/v1/config/reload?x=1", "POST").status)

    def test_a_hangup_reloads_the_levels_of_the_log(self):
        folder = self.folder()
        self.write(folder, LOG_LEVEL="info")
        agent = self.started(folder).ready()
        self.write(folder, LOG_LEVEL="error,config=info")
        agent.process.send_signal(signal.SIGHUP)
        line = wait_until(lambda: agent.lines("reloaded"), "the line 'reloaded'")[0]
        self.assertEqual({"by": "SIGHUP", "changed": "LOG_LEVEL", "restart_pending": ""},
                         line["fields"])
        self.assertEqual(0, agent.stop())
        self.assertFalse(agent.lines("stopped"))

    def test_a_corrected_engine_password_is_tried_at_once(self):
        engine = self.engine()
        folder = self.folder()
        settings = self.engine_settings(engine, ADMIN_PASSWORD=ADMIN_PASSWORD)
        self.write(folder, **{**settings, "TWS_PASSWORD": "wrong"})
        agent = self.started(folder).listening()
        wait_until(lambda: "refresh failed" in agent.log(), "a refused login")
        self.assertEqual("engine_unauthorized", agent.call("/api/v1/jobs").json()["code"])
        self.write(folder, **settings)
        self.assertEqual(["TWS_PASSWORD"], self.reload(agent)["changed"])
        agent.ready()
        self.assertNotIn(ENGINE_PASSWORD, agent.log())

    def test_a_shorter_refresh_interval_counts_at_once(self):
        engine = self.engine()
        folder = self.folder()
        settings = self.engine_settings(engine, ADMIN_PASSWORD=ADMIN_PASSWORD)
        self.write(folder, TWS_REFRESH_INTERVAL="1h", **settings)
        agent = self.started(folder).ready()
        as_of = agent.call("/api/v1/jobs?limit=1").json()["freshness"]["as_of"]
        self.write(folder, TWS_REFRESH_INTERVAL="1", **settings)
        self.assertEqual(["TWS_REFRESH_INTERVAL"], self.reload(agent)["changed"])
        wait_until(lambda: agent.call("/api/v1/jobs?limit=1").json()["freshness"]["as_of"] > as_of,
                   "a refresh")

    def test_many_reloads_at_once_all_get_an_answer(self):
        folder = self.folder()
        self.write(folder, ADMIN_PASSWORD=ADMIN_PASSWORD)
        agent = self.started(folder).ready()
        for _ in range(20):
            agent.process.send_signal(signal.SIGHUP)
            self.assertTrue(self.reload(agent)["ok"])


class Commands(ConfigTest):
    def run_agent(self, *arguments, folder=None, stdin="", **environment):
        clean = {name: value for name, value in os.environ.items()
                 if not name.startswith(("TWS_", "ADMIN_", "SERVER_", "APP_"))}
        clean.update({name: str(value) for name, value in environment.items()})
        return subprocess.run([bench.agent_program, *arguments], cwd=folder or self.folder(),
                              env=clean, input=stdin, capture_output=True, text=True,
                              timeout=bench.DEADLINE)

    def checks(self, result):
        report = json.loads(result.stdout)
        return report["ok"], {check["name"]: check for check in report["checks"]}

    def failures(self, result):
        return [check["message"] for check in json.loads(result.stdout)["checks"]
                if check["status"] == "failed"]

    def assert_one_holds(self, words, messages):
        self.assertTrue(any(all(word in message for word in words) for message in messages),
                        f"{words} in {messages}")

    def test_check_finds_all_well(self):
        engine = self.engine()
        folder = self.folder()
        settings = self.engine_settings(engine, ADMIN_PASSWORD=ADMIN_PASSWORD, SERVER_PORT=0,
                                        STATE_DIR=folder)
        shown = self.run_agent("check", folder=folder, **settings)
        self.assertEqual(0, shown.returncode, shown.stdout + shown.stderr)
        for line in shown.stdout.splitlines():
            self.assertTrue(line.startswith("ok    "), line)
        ok, checks = self.checks(self.run_agent("check", "--json", **settings))
        self.assertTrue(ok)
        self.assertLessEqual({"configuration", f"engine 127.0.0.1:{engine.port}", "port",
                              "state_dir", "admin"}, set(checks))

    def test_check_names_what_fails_and_the_way_out(self):
        engine = self.engine()
        folder = self.folder()
        pathlib.Path(folder, "state").write_text("a file")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            shown = self.run_agent("check", "--json", "--config-dir", folder,
                                   **self.engine_settings(engine, TWS_PASSWORD="wrong-canary",
                                                          SERVER_PORT=port,
                                                          STATE_DIR=f"{folder}/state",
                                                          USERS_FILE="/absent"))
        self.assertEqual(78, shown.returncode)
        ok, checks = self.checks(shown)
        self.assertFalse(ok)
        for name, word in {f"engine 127.0.0.1:{engine.port}": "TWS_PASSWORD",
                           "port": "SERVER_PORT"}.items():
            self.assertEqual("failed", checks[name]["status"], checks[name])
            self.assertIn(word, checks[name]["message"])
        for words in [[f"STATE_DIR in the environment: {folder}/state", "remove it"],
                      ["USERS_FILE in the environment: /absent"]]:
            self.assert_one_holds(words, self.failures(shown))
        self.assertNotIn("wrong-canary", shown.stdout + shown.stderr)

    def test_check_looks_into_the_certificate_and_its_key(self):
        good, brief = self.certificate("good", 90), self.certificate("brief", 7)
        for files, status, words in [
                (good, "ok", ["good.pem", "valid until"]),
                (brief, "warning", ["brief.pem", "days left", "systemctl reload"]),
                ]:
            _, checks = self.checks(self.run_agent("check", "--json", SERVER_PORT=0,
                                                   STATE_DIR=self.folder(), **files))
            self.assertEqual(status, checks["tls"]["status"], checks["tls"])
            for word in words:
                self.assertIn(word, checks["tls"]["message"])
        for files, words in [
                ({**good, "TLS_KEY_FILE": brief["TLS_KEY_FILE"]},
                 ["TLS_CERT_FILE in the environment", "brief.key", "is not that of", "good.pem"]),
                ({**good, "TLS_CERT_FILE": good["TLS_KEY_FILE"]},
                 ["TLS_CERT_FILE in the environment", "good.key", "must be PEM"])]:
            self.assertEqual(2, self.run_agent(SERVER_PORT=0, **files).returncode)
            shown = self.run_agent("check", "--json", SERVER_PORT=0, STATE_DIR=self.folder(), **files)
            self.assert_one_holds(words, self.failures(shown))

    def test_check_reads_accounts_tokens_and_proxies_as_the_start_does(self):
        good_hash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxMjM0NTY3OA$" + "A" * 43
        engine = self.engine_settings(self.engine(), SERVER_PORT=0, STATE_DIR=self.folder())
        folder = pathlib.Path(self.folder())

        def file(name, text, mode=0o640):
            (folder / name).write_text(text)
            (folder / name).chmod(mode)
            return {"USERS_FILE": folder / name, "ADMIN_PASSWORD": ADMIN_PASSWORD}

        user = f"ana:viewer:{good_hash}\n"
        for settings, words in [
                ({"TRUSTED_PROXIES": "foo"}, ["TRUSTED_PROXIES", "foo"]),
                ({"TRUSTED_PROXIES": "10.0.0.0/33"}, ["TRUSTED_PROXIES", "10.0.0.0/33"]),
                ({"ADMIN_PASSWORD_HASH": "$argon2id$v=19$m=19456,t=2,p=1$abc$def"},
                 ["ADMIN_PASSWORD_HASH"]),
                (file("garbage", "garbage\n"), ["garbage line 1"]),
                (file("open", user, 0o644), ["open", "0640"]),
                (file("double", user + user), ["double line 2"]),
                (file("same", f"admin:viewer:{good_hash}\n"), ["same", "ADMIN_USERNAME"]),
                ({"TOKENS_FILE": file("tokens", "garbage\n")["USERS_FILE"]}, ["TOKENS_FILE"]),
                ({"TOKENS_FILE": folder}, ["TOKENS_FILE", "regular file"])]:
            environment = {**engine, **settings}
            place = next(iter(settings)) + " in the environment: "
            started = self.run_agent(**environment)
            self.assertEqual(2, started.returncode, settings)
            self.assertIn(place, started.stderr)
            self.assertEqual(2, self.run_agent("config", **environment).returncode, settings)
            shown = self.run_agent("check", "--json", **environment)
            self.assertEqual(78, shown.returncode, settings)
            self.assert_one_holds([place, *words], self.failures(shown))
            self.assertNotIn("$m=19456", shown.stdout + started.stderr)
        shown = self.run_agent("check", **engine, **file("good", user))
        self.assertEqual(0, shown.returncode, shown.stdout)
        self.assertIn("ok    access: ", shown.stdout)

    def test_every_fault_is_told_at_once(self):
        folder = self.folder()
        self.write(folder, STATE_DIR="/proc/x", TRUSTED_PROXIES="foo", TOKENS_FILE=folder,
                   TWS_PORT="x", TWS_CA_FILE="/etc/passwd")
        started = self.run_agent(folder=folder)
        self.assertEqual(2, started.returncode)
        shown = self.run_agent("check", folder=folder)
        self.assertEqual(78, shown.returncode)
        for line, name in enumerate(["STATE_DIR", "TRUSTED_PROXIES", "TOKENS_FILE", "TWS_PORT=x",
                                     "TWS_CA_FILE"], 1):
            self.assertIn(f"{name} in {folder}/.env line {line}: ", started.stderr)
            self.assertIn(f"FAIL  configuration: {name} in {folder}/.env line {line}: ", shown.stdout)

    def test_check_asks_the_engine_whatever_else_is_wrong(self):
        engine = self.engine()
        shown = self.run_agent("check", "--json", **self.engine_settings(engine, SERVER_PORT="x"))
        self.assertEqual(78, shown.returncode)
        _, checks = self.checks(shown)
        self.assertEqual("ok", checks[f"engine 127.0.0.1:{engine.port}"]["status"])
        self.assertNotIn("port", checks)

    def test_check_counts_a_configuration_error_as_a_failure(self):
        shown = self.run_agent("check", TWS_PORT="x", ADMIN_PASSWORD=ADMIN_PASSWORD)
        self.assertEqual(78, shown.returncode)
        self.assertIn("FAIL  configuration: TWS_PORT=x in the environment", shown.stdout)

    def test_check_asks_each_host_of_the_engine(self):
        engine = self.engine()
        with socket.create_server(("127.0.0.1", 0)) as free:
            dead = free.getsockname()[1]
        settings = self.engine_settings(engine, SERVER_PORT=0, STATE_DIR=self.folder())
        settings["TWS_HOST"] = f"127.0.0.1:{dead},127.0.0.1:{engine.port}"
        shown = self.run_agent("check", "--json", **settings)
        self.assertEqual(78, shown.returncode)
        _, checks = self.checks(shown)
        self.assertEqual("failed", checks[f"engine 127.0.0.1:{dead}"]["status"])
        self.assertEqual("ok", checks[f"engine 127.0.0.1:{engine.port}"]["status"])

    def test_config_shows_sources_and_hash(self):
        folder = self.folder()
        self.write(folder, TWS_PORT=1, TWS_PASSWORD="canary-5512")
        shown = self.run_agent("config", folder=folder)
        self.assertEqual(0, shown.returncode)
        self.assertIn(f"TWS_PORT = 1  [dotenv {folder}/.env:1]", shown.stdout)
        self.assertIn("TWS_PASSWORD = ********", shown.stdout)
        self.assertNotIn("canary", shown.stdout)
        hash_ = json.loads(self.run_agent("config", "--json", folder=folder).stdout)["running_hash"]
        self.assertIn("# running_hash " + hash_, shown.stdout)

    def test_config_shows_what_it_knows_beside_the_errors(self):
        folder = self.folder()
        self.write(folder, TWS_PORT="x", TWS_USER="twsuser", TWS_PASSWORD_FILE="/absent")
        shown = self.run_agent("config", folder=folder)
        self.assertEqual(2, shown.returncode)
        self.assertIn(f"TWS_USER = twsuser  [dotenv {folder}/.env:2]", shown.stdout)
        self.assertIn("TWS_PORT = (wrong or missing)\n", shown.stdout)
        self.assertIn("TWS_PASSWORD = (wrong or missing)\n", shown.stdout)
        self.assertIn(f"TWS_PASSWORD_FILE in {folder}/.env line 3: /absent: there is no such file",
                      shown.stderr)
        as_json = json.loads(self.run_agent("config", "--json", folder=folder).stdout)
        self.assertIn("twsuser", [item["value"] for item in as_json["items"]])

    def test_users_are_added_changed_and_removed(self):
        folder = self.folder()
        users = pathlib.Path(folder, "users")
        users.write_text("# night shift\n")
        environment = {"USERS_FILE": users}

        def user(*arguments, stdin=""):
            return self.run_agent("user", *arguments, folder=folder, stdin=stdin, **environment)

        added = user("add", "ana", "--role", "operator", stdin="four-tall-cranes\n")
        self.assertEqual(0, added.returncode, added.stderr)
        comment, line = users.read_text().splitlines()
        self.assertEqual("# night shift", comment)
        self.assertRegex(line, r"^ana:operator:\$argon2id\$v=19\$m=19456,t=2,p=1\$")
        self.assertEqual(0o640, users.stat().st_mode & 0o777)
        self.assertEqual(2, user("add", "ana", stdin="four-tall-cranes\n").returncode)
        self.assertEqual(0, user("passwd", "ana", stdin="five-tall-cranes\n").returncode)
        self.assertNotEqual(line, users.read_text().splitlines()[1])
        self.assertEqual(0, user("role", "ana", "viewer").returncode)
        self.assertIn("ana:viewer:", users.read_text())
        self.assertEqual(2, user("add", "rui", "--role", "king", stdin="x\n").returncode)
        self.assertEqual(2, user("add", "rui").returncode)  # no password
        self.assertEqual(2, user("add", "admin", stdin="four-tall-cranes\n").returncode)
        self.assertEqual(0, user("remove", "ana").returncode)
        self.assertEqual(2, user("remove", "ana").returncode)
        self.assertEqual("# night shift\n", users.read_text())

    def test_production_refuses_a_weak_password(self):
        folder = self.folder()
        file = f"{folder}/users"
        weak = self.run_agent("user", "add", "ana", "--file", file, stdin="short-canary"[:9] + "\n",
                              APP_ENV="production")
        self.assertEqual(2, weak.returncode)
        self.assertIn("weak", weak.stderr)
        self.assertFalse(os.path.exists(file))
        told = self.run_agent("user", "add", "ana", "--file", file, stdin="short\n")
        self.assertEqual(0, told.returncode)
        self.assertIn("production refuses it", told.stderr)

    def test_a_password_is_typed_without_echo(self):
        folder = self.folder()
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(bench.agent_program, [bench.agent_program, "--config-dir", folder, "user", "add",
                                           "ana", "--file", f"{folder}/users"])
        seen = b""
        for question in [b"Password: ", b"Again: "]:
            while not seen.endswith(question):
                seen += os.read(terminal, 1000)
            os.write(terminal, b"typed-canary-77\n")
        while True:
            try:
                more = os.read(terminal, 1000)
            except OSError:  # Linux's way to say that the other side is closed
                break
            if not more:
                break
            seen += more
        self.assertEqual(0, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        self.assertNotIn(b"canary", seen)
        self.assertIn("ana:viewer:", pathlib.Path(folder, "users").read_text())


class Production(ConfigTest):
    def test_a_simulator_is_not_mirrored(self):
        engine = self.engine()
        folder = self.folder()
        self.write(folder, APP_ENV="production", SERVER_HOST="127.0.0.1",
                   **self.engine_settings(engine, ADMIN_PASSWORD=ADMIN_PASSWORD + "-long"))
        agent = self.started(folder).listening()
        wait_until(lambda: "simulator" in agent.log(), "the refusal")
        answer = agent.call("/api/v1/jobs", password=ADMIN_PASSWORD + "-long")
        self.assertEqual((502, "engine_protocol"), (answer.status, answer.json()["code"]))
        health = agent.call("/api/v1/health", password=ADMIN_PASSWORD + "-long").json()
        self.assertEqual("down", health["status"])
        self.assertIn("simulator", health["components"][0]["message"]["text"])
        self.assertEqual(503, agent.call("/api/v1/health/ready", user="").status)


if __name__ == "__main__":
    bench.run_checks()
