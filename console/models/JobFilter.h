// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Job.h"

#include <string>
#include <string_view>
#include <vector>

namespace resync::console {

/// Which jobs a filter text lets through: terms in a row are ANDed, a comma is an OR, a hyphen in
/// front negates. "status:error,running", "is:late", "is:critical", "is:held"; any other word is
/// looked for in names of job, stream and workstation. Case is ignored.
class JobFilter final
{
public:
    /// Lets everything through.
    JobFilter() = default;
    /// InvalidInput, naming the term, for a field, status or flag that does not exist.
    [[nodiscard]] static Result<JobFilter> parse(std::string_view text);

    [[nodiscard]] bool isEmpty() const { return m_terms.empty(); }
    [[nodiscard]] bool matches(const domain::Job &job) const;

private:
    enum class Field { Text, Status, Flag };
    struct Term
    {
        Field field = Field::Text;
        bool isNegated = false;
        std::vector<std::string> words; ///< lower case; any of them
    };
    [[nodiscard]] static Result<Term> parseTerm(std::string_view word);
    [[nodiscard]] static bool matches(const Term &term, const domain::Job &job);

    std::vector<Term> m_terms;
};

} // namespace resync::console
