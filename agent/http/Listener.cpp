// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Listener.h"

#include "shared/core/Log.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace resync::http {

namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

/// Connections taken in one go before the reactor turns to its other work.
constexpr int MaxBurst = 64;
constexpr std::chrono::milliseconds PauseWithoutDescriptors{100};

/// The address without its port; IPv4 in IPv6 clothes counts as IPv4.
std::string addressText(const asio::ip::address &address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

std::string placeText(const std::string &host, std::uint16_t port)
{
    const bool isIpv6 = host.find(':') != std::string::npos;
    return (isIpv6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

bool isOutOfResources(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

Result<Tcp::endpoint> resolve(asio::io_context::executor_type executor, const std::string &host,
                              std::uint16_t port)
{
    ErrorCode error;
    const auto address = asio::ip::make_address(host, error);
    if (!error)
        return Tcp::endpoint(address, port);
    if (host.empty()) // a resolver would take it for every address there is
        return fail(ErrorKind::Unavailable, "the host is empty");
    asio::ip::basic_resolver<Tcp, Executor> resolver(executor);
    const auto found = resolver.resolve(host, std::to_string(port), Tcp::resolver::passive, error);
    if (error || found.empty())
        return fail(ErrorKind::Unavailable, error.message());
    return found.begin()->endpoint();
}

} // namespace

Listener::Listener(std::vector<std::shared_ptr<Reactor>> reactors,
                   std::shared_ptr<ConnectionLimits> limits)
    : m_reactors(std::move(reactors))
    , m_limits(std::move(limits))
    , m_acceptor(m_reactors.front()->executor())
    , m_pause(m_reactors.front()->executor())
{}

Result<> Listener::open(const ServerSettings &settings)
{
    if (settings.listenFd >= 0) {
        const ErrorCode error = takeOver(settings.listenFd);
        return error ? fail(ErrorKind::Unavailable,
                            "listen on the socket that was passed: " + error.message())
                     : Result<>();
    }
    const std::string action = "listen on " + placeText(settings.host, settings.port);
    const auto endpoint = resolve(m_acceptor.get_executor(), settings.host, settings.port);
    if (!endpoint)
        return tl::unexpected(endpoint.error().during(action));
    if (const ErrorCode error = bind(*endpoint))
        return fail(ErrorKind::Unavailable, action + ": " + error.message());
    return {};
}

ErrorCode Listener::bind(const Tcp::endpoint &endpoint)
{
    ErrorCode error;
    m_acceptor.open(endpoint.protocol(), error);
    if (!error)
        m_acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error && endpoint.address().is_v6())
        m_acceptor.set_option(asio::ip::v6_only(false), error);
    if (!error) // accepted sockets inherit it on Linux
        m_acceptor.set_option(Tcp::no_delay(true), error);
    if (!error)
        m_acceptor.bind(endpoint, error);
    if (!error)
        m_acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error)
        m_acceptor.non_blocking(true, error);
    return error;
}

/// Works on a copy, so that the passed one can be listened on again.
ErrorCode Listener::takeOver(int descriptor)
{
    const auto lastError = [] { return ErrorCode(errno, boost::system::system_category()); };
    int isListening = 0;
    socklen_t length = sizeof(isListening);
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) != 0)
        return lastError();
    Tcp::endpoint own;
    auto ownLength = static_cast<socklen_t>(own.capacity());
    if (::getsockname(descriptor, own.data(), &ownLength) != 0)
        return lastError();
    const int family = own.data()->sa_family;
    if (isListening == 0 || (family != AF_INET && family != AF_INET6))
        return asio::error::operation_not_supported;
    const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return lastError();
    ErrorCode error;
    m_acceptor.assign(own.protocol(), copy, error);
    if (error) {
        ::close(copy);
        return error;
    }
    m_acceptor.set_option(Tcp::no_delay(true), error);
    if (!error)
        m_acceptor.non_blocking(true, error);
    return error;
}

std::uint16_t Listener::port() const
{
    ErrorCode error;
    return m_acceptor.local_endpoint(error).port();
}

void Listener::start()
{
    m_reactors.front()->post([this] { wait(); });
}

void Listener::close()
{
    m_reactors.front()->post([this] {
        ErrorCode ignored;
        m_acceptor.close(ignored);
        m_pause.cancel();
    });
}

void Listener::wait()
{
    m_acceptor.async_wait(Acceptor::wait_read, [this](const ErrorCode &error) {
        if (!error)
            acceptWaiting();
    });
}

void Listener::acceptWaiting()
{
    for (int i = 0; i < MaxBurst; ++i) {
        if (acceptOne())
            continue;
        if (isOutOfResources(errno))
            return pause(errno);
        break;
    }
    wait();
}

/// False, with errno, when there is none to accept or it cannot be accepted.
bool Listener::acceptOne()
{
    Tcp::endpoint peer;
    auto length = static_cast<socklen_t>(peer.capacity());
    const int descriptor =
        ::accept4(m_acceptor.native_handle(), peer.data(), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0)
        return errno == ECONNABORTED || errno == EINTR;
    peer.resize(length);
    auto ticket = m_limits->admit(addressText(peer.address()));
    if (!ticket) {
        ::close(descriptor);
        return true;
    }
    const auto &reactor =
        *std::min_element(m_reactors.begin(), m_reactors.end(),
                          [](const auto &a, const auto &b) { return a->load() < b->load(); });
    ErrorCode error;
    Socket socket(reactor->executor());
    socket.assign(peer.protocol(), descriptor, error);
    if (error) {
        ::close(descriptor);
        return true;
    }
    socket.non_blocking(true, error);
    reactor->adopt(std::move(socket), std::move(*ticket));
    return true;
}

/// Without descriptors the waiting connection would wake us again at once.
void Listener::pause(int error)
{
    log::warning("http", "cannot accept connections",
                 {{"error", std::generic_category().message(error)}});
    m_pause.expires_after(PauseWithoutDescriptors);
    m_pause.async_wait([this](const ErrorCode &cancelled) {
        if (!cancelled)
            wait();
    });
}

} // namespace resync::http
