// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace resync::net {

struct HttpHeader
{
    std::string name;
    std::string value;
};

} // namespace resync::net
