// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::simulator {

enum class FaultKind {
    Latency, ///< the answer comes `value` later
    Hang,    ///< no answer until the faults are cleared or the simulator stops
    Http500,
    Http401,
    Http403,
    Http405, ///< as from an engine that does not have this
    Http502,
    Http503,
    Http504,
    HalfBody,     ///< the connection ends in the middle of the answer
    Html,         ///< 200 with a login page, as from a proxy
    Garbage,      ///< 200 and application/json with bytes that are no JSON
    EmptyPlan,    ///< collections without objects, as during the plan extension
    HalfPlan,     ///< collections and counts know half of their objects
    UnknownWords, ///< statuses and types in words that no document knows
    HugeField     ///< the first name is `value` bytes long, 4 MiB unless it is given
};

/// The words of the control API: "latency", "http_500" … Nothing for other words.
[[nodiscard]] std::optional<FaultKind> faultKindFromWord(std::string_view word);
[[nodiscard]] std::string_view toString(FaultKind kind);

struct Fault
{
    std::string operation; ///< empty: every operation
    FaultKind kind = FaultKind::Latency;
    milliseconds value{0};         ///< HugeField: bytes
    std::optional<unsigned> times; ///< calls still to be spoilt; none: all
};

/// The faults ordered so far. Thread: any.
class Faults
{
public:
    void add(Fault fault);
    void clear();
    [[nodiscard]] std::vector<Fault> list() const;
    /// The oldest fault that is meant for \a operation, and uses it up once.
    [[nodiscard]] std::optional<Fault> take(std::string_view operation);

private:
    mutable std::mutex m_mutex;
    std::vector<Fault> m_faults;
};

} // namespace resync::simulator
