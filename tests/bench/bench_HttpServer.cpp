// SPDX-License-Identifier: GPL-3.0-or-later
// A server on agent/http alone, for tools/bench/streams.py: GET /hello, and GET /events, whose
// streams get one event together, RATE times a second, that says when it was sent
// (CLOCK_MONOTONIC). usage: bench_http_server [RATE [WORKERS [CERTIFICATE KEY]]]; prints its port,
// serves until stdin ends.
#include "agent/http/Server.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace resync::http;
using std::chrono::steady_clock;

namespace {

/// About what an event of the Resync API weighs.
constexpr std::size_t EventBytes = 300;

class Broadcast
{
public:
    void open(Responder responder)
    {
        const std::scoped_lock lock(m_mutex);
        m_streams.push_back(responder.openStream({}));
    }
    void send()
    {
        const auto now = steady_clock::now().time_since_epoch();
        std::string event =
            "event: job\ndata: {\"sent_ns\":" + std::to_string(now.count()) + ",\"x\":\"";
        event.append(EventBytes - std::min(EventBytes, event.size()), 'x').append("\"}\n\n");
        const auto shared = std::make_shared<const std::string>(std::move(event));
        const std::scoped_lock lock(m_mutex);
        for (const EventStream &stream : m_streams)
            stream.write(shared);
    }

private:
    std::mutex m_mutex; ///< guards m_streams
    std::vector<EventStream> m_streams;
};

} // namespace

int main(int argc, char **argv)
{
    const int rate = argc > 1 ? std::max(1, std::atoi(argv[1])) : 20;
    ServerSettings settings;
    settings.port = 0;
    settings.workers = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1;
    if (argc > 4) {
        settings.tlsCertificateFile = argv[3];
        settings.tlsKeyFile = argv[4];
    }
    Broadcast broadcast;
    Router router;
    const auto hello = std::make_shared<const std::string>("hello");
    router.add({Method::Get, "/hello", [&](const Request &, Responder responder) {
                    responder.send({200, "text/plain", {}, hello});
                }});
    router.add({Method::Get, "/events", [&](const Request &, Responder responder) {
                    broadcast.open(std::move(responder));
                }});
    Server server(settings, router, [](const Refusal &refusal) {
        return Response::make(refusal.status, "text/plain", refusal.detail);
    });
    if (const auto started = server.start(); !started) {
        std::fprintf(stderr, "%s\n", started.error().message.c_str());
        return 1;
    }
    std::printf("%d\n", server.port());
    std::fflush(stdout);

    std::atomic<bool> isDone = false;
    std::thread clock([&] {
        auto next = steady_clock::now();
        while (!isDone) {
            std::this_thread::sleep_until(next += std::chrono::microseconds(1'000'000 / rate));
            broadcast.send();
        }
    });
    std::array<char, 64> ignored{};
    while (::read(STDIN_FILENO, ignored.data(), ignored.size()) > 0) {
    }
    isDone = true;
    clock.join();
    server.stop();
    return 0;
}
