// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Faults.h"

#include <algorithm>
#include <array>
#include <utility>

namespace resync::simulator {

namespace {

constexpr std::array<std::pair<std::string_view, FaultKind>, 16> Kinds = {
    {{"latency", FaultKind::Latency},
     {"hang", FaultKind::Hang},
     {"http_500", FaultKind::Http500},
     {"http_502", FaultKind::Http502},
     {"http_503", FaultKind::Http503},
     {"http_504", FaultKind::Http504},
     {"http_401", FaultKind::Http401},
     {"http_403", FaultKind::Http403},
     {"http_405", FaultKind::Http405},
     {"half_body", FaultKind::HalfBody},
     {"html", FaultKind::Html},
     {"garbage", FaultKind::Garbage},
     {"empty_plan", FaultKind::EmptyPlan},
     {"half_plan", FaultKind::HalfPlan},
     {"unknown_words", FaultKind::UnknownWords},
     {"huge_field", FaultKind::HugeField}}};

} // namespace

std::optional<FaultKind> faultKindFromWord(std::string_view word)
{
    for (const auto &[name, kind] : Kinds) {
        if (name == word)
            return kind;
    }
    return std::nullopt;
}

std::string_view toString(FaultKind kind)
{
    for (const auto &[name, known] : Kinds) {
        if (known == kind)
            return name;
    }
    return {};
}

void Faults::add(Fault fault)
{
    const std::lock_guard lock(m_mutex);
    m_faults.push_back(std::move(fault));
}

void Faults::clear()
{
    const std::lock_guard lock(m_mutex);
    m_faults.clear();
}

std::vector<Fault> Faults::list() const
{
    const std::lock_guard lock(m_mutex);
    return m_faults;
}

std::optional<Fault> Faults::take(std::string_view operation)
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_faults.begin(), m_faults.end(), [operation](const Fault &f) {
        return f.operation.empty() || f.operation == operation;
    });
    if (found == m_faults.end())
        return std::nullopt;
    Fault fault = *found;
    if (found->times && --*found->times == 0)
        m_faults.erase(found);
    return fault;
}

} // namespace resync::simulator
