// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace resync::api {

/// Serialised (and compressed) bodies by what they depend on, whoever asks. The least recently used
/// go first when the limit is reached. Thread: any.
class ResponseCache
{
public:
    using Body = std::shared_ptr<const std::string>;

    explicit ResponseCache(std::size_t maxBytes = 32UL * 1024 * 1024)
        : m_maxBytes(maxBytes)
    {}

    [[nodiscard]] Body find(std::string_view key);
    /// A body larger than an eighth of the limit is not kept.
    void keep(const std::string &key, Body body);
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Entry
    {
        std::string key;
        Body body;
    };

    const std::size_t m_maxBytes;
    mutable std::mutex m_mutex;
    std::list<Entry> m_recent; ///< front: most recently used
    std::unordered_map<std::string_view, std::list<Entry>::iterator>
        m_byKey; ///< keys live in m_recent
    std::size_t m_bytes = 0;
};

} // namespace resync::api
