// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/TlsCheck.h"

#include <chrono>

namespace resync::app {

namespace {

using State = CheckResult::State;
using std::chrono::days;

constexpr days EarlyEnough{30};

constexpr auto FileRule = "; both must be PEM: the server's certificate, then its chain, in "
                          "TLS_CERT_FILE, and the key that it was made for, without a password, in "
                          "TLS_KEY_FILE";
constexpr auto Renew = "; put a new certificate there, then reload (systemctl reload resync-agent)";

std::string span(days left)
{
    return std::to_string(left.count()) + (left.count() == 1 ? " day" : " days");
}

} // namespace

Result<http::TlsValidity> readServerTls(const std::string &certificateFile,
                                        const std::string &keyFile)
{
    return http::readTlsValidity(certificateFile, keyFile).map_error([](Error error) {
        error.message += FileRule;
        return error;
    });
}

CheckResult checkTls(const std::string &certificateFile, const std::string &keyFile, Instant now)
{
    const auto result = [](State state, std::string message) {
        return CheckResult{"tls", state, std::move(message)};
    };
    const auto validity = readServerTls(certificateFile, keyFile);
    if (!validity)
        return result(State::Failed, validity.error().message);
    const std::string until = certificateFile + ": valid until " + formatInstant(validity->until);
    if (now < validity->from)
        return result(State::Failed, certificateFile + ": not valid before " +
                                         formatInstant(validity->from) +
                                         "; look at this machine's clock, or wait");
    if (now >= validity->until)
        return result(State::Failed,
                      certificateFile + ": expired at " + formatInstant(validity->until) + Renew);
    const auto left = std::chrono::floor<days>(validity->until - now);
    if (left < EarlyEnough)
        return result(State::Warning, until + ", " + span(left) + " left" + Renew);
    return result(State::Ok, until + ", and " + keyFile + " is its key");
}

} // namespace resync::app
