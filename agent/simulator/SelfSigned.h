// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <string>

namespace resync::simulator {

/// A certificate for localhost, signed with its own key, in a directory of its own under the
/// system's one for temporary files; removed with the object.
class SelfSigned
{
public:
    /// Runs openssl, some tenths of a second. Unavailable: it is not installed, or failed.
    [[nodiscard]] static Result<SelfSigned> make();
    ~SelfSigned();
    SelfSigned(SelfSigned &&other) noexcept;
    SelfSigned(const SelfSigned &) = delete;
    SelfSigned &operator=(const SelfSigned &) = delete;

    [[nodiscard]] std::string certificateFile() const { return m_folder + "/certificate.pem"; }
    [[nodiscard]] std::string keyFile() const { return m_folder + "/key.pem"; }

private:
    explicit SelfSigned(std::string folder)
        : m_folder(std::move(folder))
    {}

    std::string m_folder; ///< empty: moved from
};

} // namespace resync::simulator
