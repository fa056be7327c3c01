// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/FieldSelection.h"

#include "shared/core/Text.h"

namespace resync::protocol {

namespace {

bool selects(std::string_view wanted, const FieldName &field)
{
    if (field.group.empty())
        return wanted == field.name;
    if (!wanted.starts_with(field.group))
        return false;
    wanted.remove_prefix(field.group.size());
    return wanted.empty() || (wanted.front() == '.' && wanted.substr(1) == field.name);
}

std::string listOf(const std::vector<FieldName> &names)
{
    std::string out;
    for (const auto &[group, name] : names) {
        if (!out.empty())
            out += ", ";
        if (!group.empty()) {
            out += group;
            out += '.';
        }
        out += name;
    }
    return out;
}

tl::unexpected<Error> refuse(std::string message)
{
    return fail(ErrorKind::InvalidInput, "invalid_parameter", std::move(message));
}

} // namespace

Result<FieldSelection> parseFieldSelection(std::string_view text,
                                           const std::vector<FieldName> &names)
{
    if (text.empty())
        return refuse("fields: the list is empty");
    std::uint64_t bits = 0;
    std::size_t position = 0;
    for (const std::string_view wanted : split(text, ',')) {
        ++position;
        bool isKnown = false;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!selects(wanted, names[i]))
                continue;
            isKnown = true;
            bits |= std::uint64_t(1) << i;
        }
        if (!isKnown)
            return refuse("fields: name " + std::to_string(position) + " is unknown; there are " +
                          listOf(names));
    }
    return FieldSelection(bits);
}

} // namespace resync::protocol
