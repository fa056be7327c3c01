// SPDX-License-Identifier: GPL-3.0-or-later
// Three lines: a selection, a cursor of it as a client sends it, and a list of "key id" to page
// through. A cursor is read as it was written, by its own selection alone, and leads to the row
// behind the one that it names.
#include "agent/api/Cursor.h"
#include "agent/api/SortedRows.h"
#include "shared/core/Text.h"
#include "tests/fuzz/Fuzz.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace resync;
using namespace resync::api;
using resync::fuzz::require;

namespace {

struct Ids
{
    std::vector<std::string> ids;
    [[nodiscard]] std::string_view idAt(std::size_t row) const { return ids[row]; }
};

void checkRead(std::string_view text, std::string_view selection)
{
    const auto cursor = decodeCursor(text, selection);
    if (!cursor)
        return;
    require(!cursor->id.empty(), "a cursor names a row");
    require(encodeCursor(*cursor, selection) == text, "a cursor has one spelling");
    require(!decodeCursor(text, std::string(selection) + '\n'), "a cursor has one selection");
}

void checkWritten(const Cursor &cursor, std::string_view selection)
{
    const auto text = encodeCursor(cursor, selection);
    require(percentEncode(text) == text, "a cursor needs no encoding in a URL");
    require(decodeCursor(text, selection) == cursor, "a cursor is read as it was written");
}

void checkPaging(std::string_view list, std::string_view selection)
{
    std::map<std::string, std::string, std::less<>> keyOfId;
    while (!list.empty()) {
        std::string_view id = fuzz::takeUntil(list, ',');
        const std::string_view key = fuzz::takeUntil(id, ' ');
        if (!id.empty())
            keyOfId.emplace(id, key);
    }
    Ids rows;
    std::vector<std::string> keys;
    for (const auto &[id, key] : keyOfId) {
        rows.ids.push_back(id);
        keys.push_back(key);
    }
    const auto sorted = SortedRows::make(std::move(keys));
    for (std::size_t i = 0; i < sorted.rows.size(); ++i) {
        const Cursor cursor{sorted.keys[i], rows.ids[sorted.rows[i]]};
        checkWritten(cursor, selection);
        require(sorted.firstAfter(cursor, rows) == i + 1, "a cursor leads to the next row");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::string_view rest = fuzz::textOf(data, size);
    const std::string_view selection = fuzz::takeUntil(rest, '\n');
    checkRead(fuzz::takeUntil(rest, '\n'), selection);
    checkPaging(rest, selection);
    return 0;
}
