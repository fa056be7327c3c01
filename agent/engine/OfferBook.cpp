// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/OfferBook.h"

#include "agent/engine/AnswerCheck.h"

#include <string>

namespace resync::engine {

Error notOffered(std::string_view what)
{
    return {ErrorKind::NotOffered, std::string(engineProblemCode(ErrorKind::NotOffered)),
            "this engine does not offer " + std::string(what)};
}

bool saysNotOffered(const Error &error)
{
    return error.kind == ErrorKind::NotFound || error.kind == ErrorKind::NotOffered;
}

} // namespace resync::engine
