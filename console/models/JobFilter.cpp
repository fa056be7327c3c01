// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/JobFilter.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <utility>

namespace resync::console {

namespace {

using domain::JobFlag;

bool isInternalStatus(std::string_view word)
{
    return !domain::internalStatusFromEngine(word).empty();
}

bool hasStatus(const domain::Job &job, const std::string &word)
{
    return domain::toString(job.status) == word || job.internalStatus == word;
}

bool hasFlag(const domain::Job &job, std::string_view word)
{
    if (word == "late")
        return job.flags.has(JobFlag::Late);
    if (word == "critical")
        return job.flags.has(JobFlag::Critical);
    return job.status == domain::Status::Held;
}

bool contains(const std::string &text, const std::string &lowerWord)
{
    return toLower(text).find(lowerWord) != std::string::npos;
}

bool namesIt(const domain::Job &job, const std::string &word)
{
    return contains(job.name, word) || contains(job.stream.name, word) ||
           contains(job.workstation, word);
}

} // namespace

Result<JobFilter> JobFilter::parse(std::string_view text)
{
    JobFilter filter;
    for (const std::string_view word : split(text, ' ')) {
        if (trimmed(word).empty())
            continue;
        auto term = parseTerm(trimmed(word));
        if (!term)
            return tl::unexpected(term.error());
        filter.m_terms.push_back(std::move(*term));
    }
    return filter;
}

Result<JobFilter::Term> JobFilter::parseTerm(std::string_view word)
{
    Term term;
    const std::string shown(word);
    if (word.size() > 1 && word.front() == '-') {
        term.isNegated = true;
        word.remove_prefix(1);
    }
    const std::size_t colon = word.find(':');
    if (colon != std::string_view::npos) {
        const std::string field = toLower(word.substr(0, colon));
        if (field != "status" && field != "is")
            return fail(ErrorKind::InvalidInput, shown + ": there is no field \"" + field + "\"");
        term.field = field == "is" ? Field::Flag : Field::Status;
        word.remove_prefix(colon + 1);
    }
    for (const std::string_view part : split(word, ',')) {
        const std::string value = toLower(part);
        const bool isKnown = term.field == Field::Text ||
                             (term.field == Field::Flag &&
                              (value == "late" || value == "critical" || value == "held")) ||
                             (term.field == Field::Status &&
                              (domain::statusFromWord(value) || isInternalStatus(value)));
        if (!isKnown)
            return fail(ErrorKind::InvalidInput, shown + ": \"" + value + "\" is not known");
        term.words.push_back(value);
    }
    return term;
}

bool JobFilter::matches(const domain::Job &job) const
{
    return std::all_of(m_terms.begin(), m_terms.end(),
                       [&](const Term &term) { return matches(term, job) != term.isNegated; });
}

bool JobFilter::matches(const Term &term, const domain::Job &job)
{
    return std::any_of(term.words.begin(), term.words.end(), [&](const std::string &word) {
        switch (term.field) {
        case Field::Status:
            return hasStatus(job, word);
        case Field::Flag:
            return hasFlag(job, word);
        case Field::Text:
            break;
        }
        return namesIt(job, word);
    });
}

} // namespace resync::console
