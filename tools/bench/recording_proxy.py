# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy between agent and engine that notes every request, so that the same can be asked again."""

import http.client
import http.server
import sys
import threading
from contextlib import contextmanager


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    HOP = {"connection", "host", "transfer-encoding", "content-length", "accept-encoding"}

    def log_message(self, *_):
        pass

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {k: v for k, v in self.headers.items() if k.lower() not in self.HOP}
        self.server.requests.append((self.command, self.path, headers, body))
        engine = http.client.HTTPConnection("127.0.0.1", self.server.engine_port, timeout=120)
        try:
            engine.request(self.command, self.path, body or None, headers)
            answer = engine.getresponse()
            content = answer.read()
        finally:
            engine.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in self.HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = forward


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # the agent ended meanwhile
            super().handle_error(request, client_address)


@contextmanager
def recording_proxy(port: int, engine_port: int):
    """Yields the list of (method, target, headers, body); the caller may clear it."""
    server = _Server(("127.0.0.1", port), _Handler)
    server.engine_port = engine_port
    server.requests = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
