// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/TlsValidity.h"

#include "agent/http/TlsKeys.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <ctime>

namespace resync::http {

namespace {

/// The epoch for a time that cannot be read: long over.
Instant instantOf(const ASN1_TIME *time)
{
    std::tm utc{};
    if (::ASN1_TIME_to_tm(time, &utc) != 1)
        return {};
    return Instant(std::chrono::seconds(::timegm(&utc)));
}

TlsValidity validityOf(const X509 *certificate)
{
    return {instantOf(::X509_get0_notBefore(certificate)),
            instantOf(::X509_get0_notAfter(certificate))};
}

} // namespace

Result<TlsValidity> readTlsValidity(const std::string &certificateFile, const std::string &keyFile)
{
    const auto read = TlsKeys(certificateFile, keyFile).read();
    if (!read)
        return tl::unexpected(read.error());
    SSL_CTX *context = (*read)->native_handle();
    TlsValidity validity = validityOf(::SSL_CTX_get0_certificate(context));
    STACK_OF(X509) *chain = nullptr;
    ::SSL_CTX_get0_chain_certs(context, &chain);
    for (int i = 0; i < sk_X509_num(chain); ++i) { // -1: there is none
        const TlsValidity link = validityOf(sk_X509_value(chain, i));
        validity = {std::max(validity.from, link.from), std::min(validity.until, link.until)};
    }
    return validity;
}

} // namespace resync::http
