// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/TrustFile.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <memory>

namespace resync::http {

Result<> checkTrustFile(const std::string &file)
{
    const std::unique_ptr<X509_STORE, decltype(&::X509_STORE_free)> store(::X509_STORE_new(),
                                                                          ::X509_STORE_free);
    const bool isLoaded = store && ::X509_STORE_load_file(store.get(), file.c_str()) == 1;
    ::ERR_clear_error();
    if (!isLoaded)
        return fail(ErrorKind::InvalidInput, file + ": holds no certificate (-----BEGIN "
                                                    "CERTIFICATE-----) that can be read");
    return {};
}

} // namespace resync::http
