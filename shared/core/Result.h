// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Error.h"

#include <tl/expected.hpp>

#include <functional>
#include <string>
#include <utility>

namespace resync {

/// A value, or the reason why there is none.
template<typename T = void>
using Result = tl::expected<T, Error>;

/// An asynchronous answer: called exactly once, on the callee's thread.
template<typename T = void>
using Callback = std::function<void(Result<T>)>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string message)
{
    return tl::unexpected<Error>(Error{kind, {}, std::move(message)});
}

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string code,
                                                std::string message)
{
    return tl::unexpected<Error>(Error{kind, std::move(code), std::move(message)});
}

} // namespace resync
