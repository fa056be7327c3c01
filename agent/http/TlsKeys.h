// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <mutex>
#include <string>

namespace resync::http {

/// The certificate and key that the server shows: TLS 1.2 and 1.3, ALPN "http/1.1". Connections
/// keep what they began with. Thread: any.
class TlsKeys
{
public:
    /// PEM files: the certificate with its chain, and its key, not encrypted.
    TlsKeys(std::string certificateFile, std::string keyFile);

    /// Reads both files. InvalidInput, naming the file: unreadable, malformed, or not a pair.
    [[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>> read() const;
    /// Shows what read() gave from now on.
    void use(std::shared_ptr<boost::asio::ssl::context> fresh);
    /// Null before the first use().
    [[nodiscard]] std::shared_ptr<boost::asio::ssl::context> current() const;

private:
    const std::string m_certificateFile;
    const std::string m_keyFile;
    mutable std::mutex m_mutex; ///< guards m_current
    std::shared_ptr<boost::asio::ssl::context> m_current;
};

} // namespace resync::http
