// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/dialogs/Invalidator.h"

#include <QPointer>

#include <algorithm>
#include <vector>

namespace resync::test {

/// Remembers what was asked; the test answers.
class FakeInvalidator final : public console::Invalidator
{
public:
    struct Request
    {
        console::InvalidateScope scope;
        bool isDryRun;
        QPointer<QObject> context;
        Callback<domain::InvalidationReport> done;
        bool isAnswered = false;
    };

    quint64 invalidate(console::InvalidateScope scope, bool dryRun, QObject *context,
                       Callback<domain::InvalidationReport> done) override
    {
        requests.push_back({scope, dryRun, context, std::move(done)});
        return requests.size() - 1;
    }
    void cancel(quint64 request) override
    {
        answer(request, fail(ErrorKind::Cancelled, "cancelled"));
    }
    void answer(std::size_t request, Result<domain::InvalidationReport> result)
    {
        Request &asked = requests.at(request);
        if (asked.isAnswered || asked.context.isNull())
            return;
        asked.isAnswered = true;
        asked.done(std::move(result));
    }
    [[nodiscard]] std::size_t realRequests() const
    {
        return static_cast<std::size_t>(
            std::count_if(requests.begin(), requests.end(),
                          [](const Request &request) { return !request.isDryRun; }));
    }

    std::vector<Request> requests;
};

} // namespace resync::test
