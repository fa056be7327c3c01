// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Server.h"

#include "agent/http/Listener.h"
#include "agent/http/Reactor.h"
#include "shared/core/Log.h"

#include <pthread.h>
#include <sys/resource.h>

#include <csignal>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace resync::http {

namespace {

/// Descriptors for everything that is not a connection.
constexpr std::size_t SpareDescriptors = 128;

void raiseFileLimit(std::size_t connections)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    if (limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
        ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur < connections + SpareDescriptors)
        log::warning("http", "the file limit is too low for the connection limit",
                     {{"file_limit", limit.rlim_cur}, {"connection_limit", connections}});
}

/// Signals are the main thread's: blocks them all while threads are started.
class SignalsBlocked
{
public:
    SignalsBlocked()
    {
        sigset_t all;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &m_before);
    }
    ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }
    SignalsBlocked(const SignalsBlocked &) = delete;
    SignalsBlocked &operator=(const SignalsBlocked &) = delete;

private:
    sigset_t m_before{};
};

/// With the files of TLS named but not read yet.
std::shared_ptr<const ServerContext> makeContext(ServerSettings settings, const Router &router,
                                                 RefusalWriter refusals, RequestObserver *observer)
{
    std::shared_ptr<TlsKeys> tls;
    if (!settings.tlsCertificateFile.empty() || !settings.tlsKeyFile.empty())
        tls = std::make_shared<TlsKeys>(settings.tlsCertificateFile, settings.tlsKeyFile);
    return std::make_shared<const ServerContext>(
        ServerContext{std::move(settings), router, std::move(refusals), observer, std::move(tls)});
}

std::thread startThread(const std::shared_ptr<Reactor> &reactor)
{
    std::thread thread([reactor] { reactor->run(); });
    const std::string name = "http-" + std::to_string(reactor->index());
    ::pthread_setname_np(thread.native_handle(), name.c_str());
    return thread;
}

} // namespace

class Server::Impl
{
public:
    explicit Impl(std::shared_ptr<const ServerContext> context)
        : m_context(std::move(context))
    {}

    Result<> start();
    [[nodiscard]] Result<std::function<void()>> prepareTls() const;
    void stop(const std::function<void()> &endStreams);
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] unsigned workers() const { return m_context->settings.workers; }

private:
    std::shared_ptr<const ServerContext> m_context;
    std::uint16_t m_port = 0;
    std::vector<std::shared_ptr<Reactor>> m_reactors;
    std::optional<Listener> m_listener; ///< uses the reactors: behind them
    std::vector<std::thread> m_threads;
};

Result<> Server::Impl::start()
{
    const ServerSettings &settings = m_context->settings;
    const auto useTls = prepareTls();
    if (!useTls)
        return tl::unexpected(useTls.error());
    (*useTls)();
    raiseFileLimit(settings.maxConnections);
    std::vector<std::shared_ptr<Reactor>> reactors;
    for (unsigned i = 0; i < settings.workers; ++i)
        reactors.push_back(std::make_shared<Reactor>(i, m_context));
    m_listener.emplace(reactors, std::make_shared<ConnectionLimits>(
                                     settings.maxConnections, settings.maxConnectionsPerAddress));
    if (auto opened = m_listener->open(settings); !opened) {
        m_listener.reset();
        return opened;
    }
    m_port = m_listener->port();
    m_reactors = std::move(reactors);
    m_listener->start();
    const SignalsBlocked blocked;
    for (const auto &reactor : m_reactors)
        m_threads.push_back(startThread(reactor));
    return {};
}

Result<std::function<void()>> Server::Impl::prepareTls() const
{
    if (m_context->tls == nullptr)
        return [] {};
    return m_context->tls->read().map([keys = m_context->tls](auto fresh) {
        return std::function<void()>([keys, fresh] { keys->use(fresh); });
    });
}

void Server::Impl::stop(const std::function<void()> &endStreams)
{
    if (m_threads.empty())
        return;
    m_listener->close();
    for (const auto &reactor : m_reactors)
        reactor->beginStop();
    for (const auto &reactor : m_reactors)
        reactor->awaitStreamsOnly();
    if (endStreams)
        endStreams();
    for (const auto &reactor : m_reactors)
        reactor->endStreams();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
    for (const auto &reactor : m_reactors)
        reactor->retire();
    m_listener.reset();
    m_reactors.clear();
}

Server::Server(ServerSettings settings, const Router &router, RefusalWriter refusals,
               RequestObserver *observer)
    : m_impl(std::make_unique<Impl>(
          makeContext(std::move(settings), router, std::move(refusals), observer)))
{}

Server::~Server()
{
    m_impl->stop({});
}

Result<> Server::start()
{
    return m_impl->start();
}

std::uint16_t Server::port() const
{
    return m_impl->port();
}

unsigned Server::workers() const
{
    return m_impl->workers();
}

Result<std::function<void()>> Server::prepareTls() const
{
    return m_impl->prepareTls();
}

void Server::stop(const std::function<void()> &endStreams)
{
    m_impl->stop(endStreams);
}

} // namespace resync::http
