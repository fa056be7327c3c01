// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/TlsKeys.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>

#include <string_view>
#include <utility>

namespace resync::http {

namespace {

namespace ssl = boost::asio::ssl;
using ErrorCode = boost::system::error_code;

/// Of TLS 1.2: those with forward secrecy and authenticated encryption. TLS 1.3 has no others.
constexpr auto Ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

/// As ALPN writes it: a length and the name.
constexpr std::string_view OwnProtocol = "\x08http/1.1";

int selectProtocol(SSL * /*connection*/, const unsigned char **chosen, unsigned char *chosenLength,
                   const unsigned char *offered, unsigned offeredLength, void * /*context*/)
{
    unsigned char *match = nullptr;
    const int outcome = ::SSL_select_next_proto(
        &match, chosenLength, reinterpret_cast<const unsigned char *>(OwnProtocol.data()),
        static_cast<unsigned>(OwnProtocol.size()), offered, offeredLength);
    *chosen = match;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

void configure(ssl::context &context)
{
    SSL_CTX *native = context.native_handle();
    context.set_options(ssl::context::default_workarounds | ssl::context::no_compression |
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    ::SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    ::SSL_CTX_set_cipher_list(native, Ciphers);
    ::SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF); // tickets cost no memory
    ::SSL_CTX_set_alpn_select_cb(native, selectProtocol, nullptr);
    ErrorCode ignored;
    // OpenSSL would ask on the terminal, and wait
    context.set_password_callback([](auto &&...) { return std::string(); }, ignored);
}

/// The key is well, but another certificate's of the same kind.
bool isMismatch(const ErrorCode &error)
{
    const auto code = static_cast<unsigned long>(error.value());
    return ERR_GET_LIB(code) == ERR_LIB_X509 && ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH;
}

tl::unexpected<Error> refusal(const char *what, const std::string &file, const ErrorCode &error)
{
    return fail(ErrorKind::InvalidInput,
                std::string("the TLS ") + what + " " + file + ": " + error.message());
}

} // namespace

TlsKeys::TlsKeys(std::string certificateFile, std::string keyFile)
    : m_certificateFile(std::move(certificateFile))
    , m_keyFile(std::move(keyFile))
{}

Result<std::shared_ptr<ssl::context>> TlsKeys::read() const
{
    auto fresh = std::make_shared<ssl::context>(ssl::context::tls_server);
    configure(*fresh);
    ErrorCode error;
    fresh->use_certificate_chain_file(m_certificateFile, error);
    if (error)
        return refusal("certificate", m_certificateFile, error);
    fresh->use_private_key_file(m_keyFile, ssl::context::pem, error);
    if (error && !isMismatch(error))
        return refusal("key", m_keyFile, error);
    if (error || ::SSL_CTX_check_private_key(fresh->native_handle()) != 1) {
        ::ERR_clear_error();
        return fail(ErrorKind::InvalidInput,
                    "the TLS key " + m_keyFile + " is not that of " + m_certificateFile);
    }
    return fresh;
}

void TlsKeys::use(std::shared_ptr<ssl::context> fresh)
{
    const std::scoped_lock lock(m_mutex);
    m_current = std::move(fresh);
}

std::shared_ptr<ssl::context> TlsKeys::current() const
{
    const std::scoped_lock lock(m_mutex);
    return m_current;
}

} // namespace resync::http
