// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace resync::api {

/// Serialised (and compressed) bodies by what they depend on, whoever asks; many who ask for the
/// same one at once have it made once. The least recently used go first when the limit is reached.
/// Thread: any.
class ResponseCache
{
public:
    using Body = std::shared_ptr<const std::string>;
    using Taker = std::function<void(Body)>; ///< null: it could not be made

    /// Whose task it is to make a body. Gone without make(): nobody gets one.
    class Maker
    {
    public:
        Maker(ResponseCache &cache, std::string key)
            : m_cache(cache)
            , m_key(std::move(key))
        {}
        ~Maker() { make(nullptr); }
        Maker(const Maker &) = delete;
        Maker &operator=(const Maker &) = delete;

        /// Keeps the body and hands it to all who have joined. Only the first counts.
        void make(const Body &body)
        {
            if (!std::exchange(m_isDone, true))
                m_cache.settle(m_key, body);
        }

    private:
        ResponseCache &m_cache;
        const std::string m_key;
        bool m_isDone = false;
    };

    explicit ResponseCache(std::size_t maxBytes = 32UL * 1024 * 1024)
        : m_maxBytes(maxBytes)
    {}

    [[nodiscard]] Body find(std::string_view key);
    /// \a taker is called once: at once if the body is here, else when it is made. Null: somebody
    /// makes it, or has made it. The cache must outlive the Maker.
    [[nodiscard]] std::shared_ptr<Maker> join(const std::string &key, Taker taker);
    /// A body larger than an eighth of the limit is not kept.
    void keep(const std::string &key, Body body);
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Entry
    {
        std::string key;
        Body body;
    };

    void settle(const std::string &key, const Body &body);
    [[nodiscard]] Body findLocked(std::string_view key);

    const std::size_t m_maxBytes;
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, std::vector<Taker>>
        m_waiting;             ///< for bodies that are being made
    std::list<Entry> m_recent; ///< front: most recently used
    std::unordered_map<std::string_view, std::list<Entry>::iterator>
        m_byKey; ///< keys live in m_recent
    std::size_t m_bytes = 0;
};

} // namespace resync::api
