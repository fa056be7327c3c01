-- SPDX-License-Identifier: GPL-3.0-or-later
-- The same request for both servers of a pair. The credentials come through the environment, so that
-- no process list shows them.
wrk.headers["Authorization"] = os.getenv("RESYNC_BENCH_AUTHORIZATION")
wrk.headers["Accept-Encoding"] = os.getenv("RESYNC_BENCH_ENCODING")

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format("RESULT %d %d %d\n", summary.requests, summary.duration,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
