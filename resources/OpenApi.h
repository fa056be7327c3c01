// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace resync {

/// resources/openapi.yaml as compact JSON, converted when the program was built.
[[nodiscard]] std::string_view openApiJson();

} // namespace resync
