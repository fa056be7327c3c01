// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Response.h"
#include "agent/http/Router.h"

#include <string>
#include <string_view>

namespace resync::simulator {

[[nodiscard]] http::Response jsonAnswer(int status, std::string body);
/// An error in the engine's form: {"messages": ["AWSSIM404E No such job."]}. The message ids are
/// the simulator's own; their shape is the product's.
[[nodiscard]] http::Response errorAnswer(int status, std::string_view text);
/// The refusals of the HTTP server in the same form.
[[nodiscard]] http::Response refusalAnswer(const http::Refusal &refusal);

} // namespace resync::simulator
