// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/EngineProbe.h"

#include "agent/engine/EngineDoor.h"
#include "agent/mirror/PlanThread.h"
#include "agent/net/HttpClient.h"
#include "shared/core/Clock.h"

#include <future>
#include <memory>

namespace resync::app {

Result<domain::EngineIdentity> probeEngine(const engine::EngineSettings &settings)
{
    using Answer = Result<domain::EngineIdentity>;
    const SystemClock clock;
    mirror::PlanThread thread;
    net::HttpClient client;
    std::unique_ptr<engine::EngineDoor> engine;
    auto promise = std::make_shared<std::promise<Answer>>();
    auto answer = promise->get_future();

    const auto askWorkstation = [&engine, promise](const domain::EngineIdentity &identity) {
        mirror::PageRequest one;
        one.limit = 1;
        engine->fetchWorkstations(one, [promise, identity](const auto &page) {
            if (page)
                promise->set_value(identity);
            else
                promise->set_value(tl::unexpected<Error>(page.error()));
        });
    };
    thread.run([&] {
        engine = std::make_unique<engine::EngineDoor>(
            client, settings,
            engine::Executor{
                [&thread](std::function<void()> work) { thread.post(std::move(work)); },
                [&thread](milliseconds delay, std::function<void()> work) {
                    thread.postAfter(delay, std::move(work));
                }},
            clock);
        engine->fetchIdentity([promise, askWorkstation](const Answer &identity) {
            if (identity)
                askWorkstation(*identity);
            else
                promise->set_value(identity);
        });
    });
    Answer result = answer.get();
    thread.run([&engine] { engine.reset(); });
    return result;
}

} // namespace resync::app
