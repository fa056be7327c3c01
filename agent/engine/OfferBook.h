// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <set>
#include <string_view>

namespace resync::engine {

/// What an engine was found not to have. Thread: one.
class OfferBook
{
public:
    /// \param what a literal: an operation
    [[nodiscard]] bool isMissing(std::string_view what) const { return m_missing.contains(what); }
    void noteMissing(std::string_view what) { m_missing.insert(what); }
    void forget() { m_missing.clear(); }

private:
    std::set<std::string_view> m_missing;
};

/// "this engine does not offer …"
[[nodiscard]] Error notOffered(std::string_view what);
/// A 404 or 405 on the path of a collection: there is no such thing on this engine.
[[nodiscard]] bool saysNotOffered(const Error &error);

} // namespace resync::engine
