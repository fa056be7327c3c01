// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Validators.h"

#include "agent/access/ApiTokens.h"
#include "agent/access/PasswordHash.h"
#include "agent/access/TrustedProxies.h"
#include "agent/access/UsersFile.h"
#include "agent/app/StateDir.h"
#include "agent/app/TlsCheck.h"
#include "agent/http/TrustFile.h"

namespace resync::app {

namespace {

using config::Config;
using config::Key;

constexpr auto Nothing = [](const auto & /*value*/) {};

Result<> validateProxies(const Config &config)
{
    return access::TrustedProxies::parse(config.list(Key::TrustedProxies)).map(Nothing);
}

Result<> validateUsers(const Config &config)
{
    const std::string administrator =
        config.isConfigured("admin") ? config.text(Key::AdminUsername) : std::string();
    return access::readUsersFile(config.text(Key::UsersFile), administrator).map(Nothing);
}

Result<> validateTokens(const Config &config)
{
    return access::ApiTokens::read(config.text(Key::TokensFile)).map(Nothing);
}

Result<> validateAdministrator(const Config &config)
{
    const auto fault = access::nameFault(config.text(Key::AdminUsername));
    return fault.empty() ? Result<>() : fail(ErrorKind::InvalidInput, std::string(fault));
}

Result<> validatePasswordHash(const Config &config)
{
    return access::checkPasswordHash(config.secret(Key::AdminPasswordHash).reveal());
}

Result<> validateTrust(const Config &config)
{
    return http::checkTrustFile(config.text(Key::TwsCaFile));
}

Result<> validateCertificate(const Config &config)
{
    if (!config.isSet(Key::TlsKeyFile))
        return {};
    return readServerTls(config.text(Key::TlsCertFile), config.text(Key::TlsKeyFile)).map(Nothing);
}

} // namespace

std::vector<config::Validator> validators()
{
    return {{Key::TwsCaFile, validateTrust},
            {Key::AdminUsername, validateAdministrator},
            {Key::AdminPasswordHash, validatePasswordHash},
            {Key::UsersFile, validateUsers},
            {Key::TokensFile, validateTokens},
            {Key::TlsCertFile, validateCertificate},
            {Key::TrustedProxies, validateProxies}};
}

config::Validator stateDirValidator()
{
    return {Key::StateDir,
            [](const Config &config) { return prepareStateDir(config.text(Key::StateDir)); },
            false};
}

} // namespace resync::app
