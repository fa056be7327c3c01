// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/net/HttpClient.h"

#include "agent/net/Transfer.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace resync::net {

namespace {

constexpr int DefaultSlots = 4;
constexpr milliseconds LongestPoll{60'000}; // a wake-up ends it earlier
constexpr long MaxIdleConnections = 32;

std::size_t indexOf(Destination destination)
{
    return static_cast<std::size_t>(destination);
}

void initialiseCurlOnce()
{
    static const CURLcode Done = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(Done);
}

/// Signals are the main thread's business, and a peer that hangs up must not raise SIGPIPE here.
std::thread startWithoutSignals(std::function<void()> body)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread thread(std::move(body));
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

} // namespace

/// Orders come in under the mutex; all else belongs to the thread.
class HttpClient::Worker
{
public:
    Worker();
    ~Worker();
    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    void setSlots(Destination destination, int count);
    TransferId send(HttpRequest request, Callback<HttpResponse> done);
    void cancel(TransferId id);

private:
    using TransferPtr = std::unique_ptr<Transfer>;
    struct Lane
    {
        int slots = DefaultSlots;
        int used = 0;
        std::deque<TransferPtr> waiting;
    };
    struct Orders
    {
        std::vector<TransferPtr> transfers;
        std::vector<TransferId> cancelled;
        std::vector<std::pair<Destination, int>> slots;
    };
    struct CloseMulti
    {
        void operator()(CURLM *multi) const { curl_multi_cleanup(multi); }
    };

    template<typename Change>
    void order(Change change);
    void run();
    [[nodiscard]] bool takeOrders();
    void cancelNow(TransferId id);
    void cancelAll();
    void startWaiting();
    void start(TransferPtr transfer);
    void collectFinished();
    void expireSilent();
    [[nodiscard]] int pollTimeout() const;
    [[nodiscard]] TransferPtr release(const Transfer *transfer);

    std::unique_ptr<CURLM, CloseMulti> m_multi;
    std::mutex m_mutex; ///< guards the next three
    Orders m_orders;
    bool m_isStopping = false;
    TransferId m_lastId = 0;
    std::array<Lane, DestinationCount> m_lanes;
    std::vector<TransferPtr> m_running;
    std::thread m_thread; ///< last: started when all else exists
};

HttpClient::Worker::Worker()
{
    initialiseCurlOnce();
    m_multi.reset(curl_multi_init());
    curl_multi_setopt(m_multi.get(), CURLMOPT_MAXCONNECTS, MaxIdleConnections);
    curl_multi_setopt(m_multi.get(), CURLMOPT_PIPELINING, long{CURLPIPE_NOTHING});
    m_thread = startWithoutSignals([this] { run(); });
}

HttpClient::Worker::~Worker()
{
    order([this](Orders &) { m_isStopping = true; });
    m_thread.join();
}

template<typename Change>
void HttpClient::Worker::order(Change change)
{
    {
        const std::lock_guard lock(m_mutex);
        change(m_orders);
    }
    curl_multi_wakeup(m_multi.get());
}

void HttpClient::Worker::setSlots(Destination destination, int count)
{
    order([&](Orders &orders) { orders.slots.emplace_back(destination, std::max(count, 1)); });
}

HttpClient::TransferId HttpClient::Worker::send(HttpRequest request, Callback<HttpResponse> done)
{
    TransferId id = 0;
    order([&](Orders &orders) {
        id = ++m_lastId;
        orders.transfers.push_back(
            std::make_unique<Transfer>(id, std::move(request), std::move(done)));
    });
    return id;
}

void HttpClient::Worker::cancel(TransferId id)
{
    order([&](Orders &orders) { orders.cancelled.push_back(id); });
}

void HttpClient::Worker::run()
{
    while (takeOrders()) {
        startWaiting();
        int running = 0;
        curl_multi_perform(m_multi.get(), &running);
        collectFinished();
        expireSilent();
        startWaiting();
        curl_multi_poll(m_multi.get(), nullptr, 0, pollTimeout(), nullptr);
    }
    cancelAll();
}

/// False: the client is going away.
bool HttpClient::Worker::takeOrders()
{
    Orders orders;
    bool isStopping = false;
    {
        const std::lock_guard lock(m_mutex);
        std::swap(orders, m_orders);
        isStopping = m_isStopping;
    }
    for (const auto &[destination, count] : orders.slots)
        m_lanes.at(indexOf(destination)).slots = count;
    for (TransferPtr &transfer : orders.transfers) {
        Lane &lane = m_lanes.at(indexOf(transfer->destination()));
        lane.waiting.push_back(std::move(transfer));
    }
    for (const TransferId id : orders.cancelled)
        cancelNow(id);
    return !isStopping;
}

void HttpClient::Worker::cancelNow(TransferId id)
{
    const auto isWanted = [id](const TransferPtr &transfer) { return transfer->id() == id; };
    TransferPtr found;
    if (const auto at = std::find_if(m_running.begin(), m_running.end(), isWanted);
        at != m_running.end())
        found = release(at->get());
    for (Lane &lane : m_lanes)
        if (const auto at = std::find_if(lane.waiting.begin(), lane.waiting.end(), isWanted);
            at != lane.waiting.end()) {
            found = std::move(*at);
            lane.waiting.erase(at);
        }
    if (found)
        found->fail({ErrorKind::Cancelled, {}, "cancelled"});
}

/// Askers may send again from their callbacks; those are refused too, until nobody is left.
void HttpClient::Worker::cancelAll()
{
    for (bool any = true; any;) {
        std::vector<TransferPtr> doomed;
        while (!m_running.empty())
            doomed.push_back(release(m_running.back().get()));
        for (Lane &lane : m_lanes) {
            std::move(lane.waiting.begin(), lane.waiting.end(), std::back_inserter(doomed));
            lane.waiting.clear();
        }
        for (const TransferPtr &transfer : doomed)
            transfer->fail({ErrorKind::Cancelled, {}, "the client is shutting down"});
        any = !doomed.empty();
        static_cast<void>(takeOrders());
    }
}

void HttpClient::Worker::startWaiting()
{
    for (Lane &lane : m_lanes)
        while (lane.used < lane.slots && !lane.waiting.empty()) {
            TransferPtr next = std::move(lane.waiting.front());
            lane.waiting.pop_front();
            start(std::move(next));
        }
}

void HttpClient::Worker::start(TransferPtr transfer)
{
    if (const CURLcode code = transfer->prepare(); code != CURLE_OK)
        return transfer->finish(code);
    if (curl_multi_add_handle(m_multi.get(), transfer->handle()) != CURLM_OK)
        return transfer->finish(CURLE_FAILED_INIT);
    ++m_lanes.at(indexOf(transfer->destination())).used;
    m_running.push_back(std::move(transfer));
}

void HttpClient::Worker::collectFinished()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi.get(), &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode code = message->data.result; // gone once the handle is removed
        Transfer *transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        release(transfer)->finish(code);
    }
}

void HttpClient::Worker::expireSilent()
{
    const auto now = std::chrono::steady_clock::now();
    std::vector<const Transfer *> silent;
    for (const TransferPtr &transfer : m_running)
        if (const auto deadline = transfer->silenceDeadline(); deadline && *deadline <= now)
            silent.push_back(transfer.get());
    for (const Transfer *transfer : silent)
        release(transfer)->fail(
            {ErrorKind::Timeout, {}, "nothing came for longer than the read timeout"});
}

int HttpClient::Worker::pollTimeout() const
{
    const auto now = std::chrono::steady_clock::now();
    milliseconds wait = LongestPoll;
    for (const TransferPtr &transfer : m_running)
        if (const auto deadline = transfer->silenceDeadline())
            wait = std::min(wait, std::chrono::ceil<milliseconds>(*deadline - now));
    return static_cast<int>(std::max(wait, milliseconds(0)).count());
}

/// Takes a running transfer off curl's list and frees its slot.
HttpClient::Worker::TransferPtr HttpClient::Worker::release(const Transfer *transfer)
{
    const auto at = std::find_if(m_running.begin(), m_running.end(),
                                 [&](const TransferPtr &each) { return each.get() == transfer; });
    TransferPtr out = std::move(*at);
    m_running.erase(at);
    curl_multi_remove_handle(m_multi.get(), out->handle());
    --m_lanes.at(indexOf(out->destination())).used;
    return out;
}

HttpClient::HttpClient()
    : m_worker(std::make_unique<Worker>())
{}

HttpClient::~HttpClient() = default;

void HttpClient::setSlots(Destination destination, int count)
{
    m_worker->setSlots(destination, count);
}

HttpClient::TransferId HttpClient::send(HttpRequest request, Callback<HttpResponse> done)
{
    return m_worker->send(std::move(request), std::move(done));
}

void HttpClient::cancel(TransferId id)
{
    m_worker->cancel(id);
}

} // namespace resync::net
