// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace resync::config {

/// Why \a password is too weak for production: shorter than 12 characters, equal to the user's
/// name, or made of what everybody tries first (a common word with digits and signs around it, a
/// row of keys, one character repeated). Case does not help. Empty: it is not weak.
[[nodiscard]] std::string_view passwordWeakness(std::string_view password,
                                                std::string_view userName);

} // namespace resync::config
