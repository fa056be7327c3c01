// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync {

/// Appends compact JSON to a string, for bodies that may hold a page of the plan: no tree, no
/// allocation besides the growing text. Commas are placed by the writer; the caller keeps begin and
/// end balanced (asserted in debug builds). Text that is not UTF-8 is written with U+FFFD, so that
/// the result is always valid JSON; not-a-number and infinities become null.
class JsonWriter
{
public:
    explicit JsonWriter(std::string &out)
        : m_out(out)
    {}

    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }

    /// The name of the next member; \a name must need no escaping (our own names).
    void key(std::string_view name);
    /// The same for a name that came from outside.
    void escapedKey(std::string_view name);

    void value(std::string_view text);
    void value(const char *text) { value(std::string_view(text)); }
    void value(const std::string &text) { value(std::string_view(text)); }
    void value(bool flag);
    void value(double number);
    void value(Instant at);
    template<std::integral T>
    requires(!std::same_as<T, bool>) void value(T number)
    {
        if constexpr (std::is_signed_v<T>)
            integer(static_cast<std::int64_t>(number));
        else
            natural(static_cast<std::uint64_t>(number));
    }
    template<typename T>
    void value(const std::optional<T> &maybe)
    {
        if (maybe)
            value(*maybe);
        else
            null();
    }
    void null();
    /// Appends \a json, which must be one valid JSON value.
    void raw(std::string_view json);

    template<typename T>
    void member(std::string_view name, const T &v)
    {
        key(name);
        value(v);
    }
    void memberNull(std::string_view name)
    {
        key(name);
        null();
    }

private:
    void open(char bracket);
    void close(char bracket);
    void separate();
    void integer(std::int64_t number);
    void natural(std::uint64_t number);

    std::string &m_out;
    bool m_needsComma = false;
    int m_depth = 0;
};

/// \a text as a JSON string with its quotes, appended to \a out.
void appendJsonString(std::string &out, std::string_view text);

} // namespace resync
