// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/net/HttpClient.h"

#include "agent/net/Transfer.h"

#include <algorithm>
#include <utility>

namespace resync::net {

namespace {

constexpr int LongestPollMs = 1000; // progress, and with it silence, is looked at that often

/// libcurl's process-wide set-up, once.
void initialiseCurl()
{
    static const CURLcode Result = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(Result);
}

} // namespace

/// The thread with the multi handle. Everything but m_submitted and m_isStopping belongs to it.
class HttpClient::Loop
{
public:
    explicit Loop(const Slots &slots)
        : m_slots(slots)
    {
        initialiseCurl();
        m_multi = curl_multi_init();
        m_thread = std::thread([this] { run(); });
    }

    ~Loop()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
        }
        curl_multi_wakeup(m_multi);
        m_thread.join();
        curl_multi_cleanup(m_multi);
    }

    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    void submit(std::unique_ptr<Transfer> transfer)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_isStopping) {
                m_submitted.push_back(std::move(transfer));
                curl_multi_wakeup(m_multi);
                return;
            }
        }
        transfer->cancel();
    }

private:
    void run()
    {
        while (takeSubmitted()) {
            startWaiting();
            int running = 0;
            curl_multi_perform(m_multi, &running);
            answerFinished();
            curl_multi_poll(m_multi, nullptr, 0, LongestPollMs, nullptr);
        }
        cancelAll();
    }

    /// False: it is time to stop.
    bool takeSubmitted()
    {
        const std::lock_guard lock(m_mutex);
        for (auto &transfer : m_submitted)
            waiting(transfer->destination()).push_back(std::move(transfer));
        m_submitted.clear();
        return !m_isStopping;
    }

    void startWaiting()
    {
        for (std::size_t i = 0; i < DestinationCount; ++i) {
            auto &queue = m_waiting.at(i);
            while (!queue.empty() && m_running.at(i) < m_slots.at(i)) {
                start(std::move(queue.front()));
                queue.pop_front();
            }
        }
    }

    void start(std::unique_ptr<Transfer> transfer)
    {
        CURL *handle = transfer->start();
        if (handle == nullptr) {
            transfer->finish(CURLE_OUT_OF_MEMORY);
            return;
        }
        ++m_running.at(static_cast<std::size_t>(transfer->destination()));
        curl_multi_add_handle(m_multi, handle);
        m_active.emplace(handle, std::move(transfer));
    }

    void answerFinished()
    {
        bool hasFinished = false;
        int left = 0;
        while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            const CURLcode code = message->data.result;
            auto node = m_active.extract(message->easy_handle);
            curl_multi_remove_handle(m_multi, node.key());
            --m_running.at(static_cast<std::size_t>(node.mapped()->destination()));
            node.mapped()->finish(code);
            hasFinished = true;
        }
        if (hasFinished)
            startWaiting(); // before the next poll, so that a free slot is not idle
    }

    void cancelAll()
    {
        for (auto &[handle, transfer] : m_active) {
            curl_multi_remove_handle(m_multi, handle);
            transfer->cancel();
        }
        m_active.clear();
        for (auto &queue : m_waiting)
            for (auto &transfer : std::exchange(queue, {}))
                transfer->cancel();
    }

    std::deque<std::unique_ptr<Transfer>> &waiting(Destination destination)
    {
        return m_waiting.at(static_cast<std::size_t>(destination));
    }

    const Slots m_slots;
    CURLM *m_multi = nullptr;
    std::array<std::size_t, DestinationCount> m_running{};
    std::array<std::deque<std::unique_ptr<Transfer>>, DestinationCount> m_waiting;
    std::unordered_map<CURL *, std::unique_ptr<Transfer>> m_active;

    std::mutex m_mutex; ///< guards the next two
    std::vector<std::unique_ptr<Transfer>> m_submitted;
    bool m_isStopping = false;
    std::thread m_thread;
};

HttpClient::HttpClient(const Slots &slots)
    : m_loop(std::make_unique<Loop>(slots))
{}

HttpClient::~HttpClient() = default;

void HttpClient::send(HttpRequest request, Callback<HttpResponse> done)
{
    m_loop->submit(std::make_unique<Transfer>(std::move(request), std::move(done)));
}

} // namespace resync::net
