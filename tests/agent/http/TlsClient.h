// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/agent/http/RawClient.h"

#include <openssl/ssl.h>

#include <csignal>
#include <memory>
#include <string>
#include <string_view>

namespace resync::test {

/// How a TlsClient greets; the certificate is looked at by the test, not checked here.
struct Greeting
{
    int minVersion = TLS1_2_VERSION;
    int maxVersion = TLS1_3_VERSION;
    std::string protocols{"\x08http/1.1"}; ///< ALPN's form; empty: none
    const char *ciphers = nullptr;         ///< of TLS 1.2
};

/// A blocking client that speaks TLS.
class TlsClient final : public RawClient
{
public:
    explicit TlsClient(std::uint16_t port, const Greeting &greeting = {})
        : RawClient(port)
        , m_context(::SSL_CTX_new(::TLS_client_method()), ::SSL_CTX_free)
        , m_tls(nullptr, ::SSL_free)
    {
        ::SSL_CTX_set_security_level(m_context.get(), 0); // old versions are the server's to refuse
        ::SSL_CTX_set_min_proto_version(m_context.get(), greeting.minVersion);
        ::SSL_CTX_set_max_proto_version(m_context.get(), greeting.maxVersion);
        if (greeting.ciphers != nullptr)
            ::SSL_CTX_set_cipher_list(m_context.get(), greeting.ciphers);
        m_tls.reset(::SSL_new(m_context.get()));
        if (!greeting.protocols.empty())
            ::SSL_set_alpn_protos(
                m_tls.get(), reinterpret_cast<const unsigned char *>(greeting.protocols.data()),
                static_cast<unsigned>(greeting.protocols.size()));
        std::signal(SIGPIPE, SIG_IGN); // SSL_write has no MSG_NOSIGNAL
        const timeval patience{Patience.count(), 0};
        ::setsockopt(descriptor(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
        ::SSL_set_fd(m_tls.get(), descriptor());
        m_isSecure = ::SSL_connect(m_tls.get()) == 1;
    }

    /// The handshake has succeeded.
    [[nodiscard]] bool isSecure() const { return m_isSecure; }
    [[nodiscard]] std::string version() const { return ::SSL_get_version(m_tls.get()); }
    [[nodiscard]] std::string protocol() const
    {
        const unsigned char *chosen = nullptr;
        unsigned length = 0;
        ::SSL_get0_alpn_selected(m_tls.get(), &chosen, &length);
        return {reinterpret_cast<const char *>(chosen), length};
    }
    /// The name that the server's certificate was made for.
    [[nodiscard]] std::string subject() const
    {
        const std::unique_ptr<X509, decltype(&::X509_free)> certificate(
            ::SSL_get1_peer_certificate(m_tls.get()), ::X509_free);
        std::array<char, 256> name{};
        ::X509_NAME_get_text_by_NID(::X509_get_subject_name(certificate.get()), NID_commonName,
                                    name.data(), static_cast<int>(name.size()));
        return name.data();
    }
    /// The server has said goodbye in TLS, not only closed.
    [[nodiscard]] bool wasToldGoodbye() const
    {
        return (::SSL_get_shutdown(m_tls.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

private:
    ssize_t transmit(std::string_view bytes) override
    {
        return ::SSL_write(m_tls.get(), bytes.data(), static_cast<int>(bytes.size()));
    }
    ssize_t take(char *bytes, std::size_t size) override
    {
        return ::SSL_read(m_tls.get(), bytes, static_cast<int>(size));
    }

    std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)> m_context;
    std::unique_ptr<SSL, decltype(&::SSL_free)> m_tls;
    bool m_isSecure = false;
};

} // namespace resync::test
