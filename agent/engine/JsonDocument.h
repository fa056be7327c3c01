// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/core/Result.h"

#include <functional>
#include <string>

namespace resync::engine {

/// Reads a body whose root is an object: calls \a read with it. The body's buffer grows by the
/// parser's padding where it is too small.
/// \return Protocol: empty, not JSON, another root, or an error of \a read
[[nodiscard]] Result<> readDocument(std::string &body,
                                    const std::function<error_code(JsonValue &)> &read);

/// The same for a body whose root is an array: calls \a onItem with each item.
[[nodiscard]] Result<> readListDocument(std::string &body,
                                        const std::function<error_code(JsonValue &)> &onItem);

} // namespace resync::engine
