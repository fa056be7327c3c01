// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Collections.h"

namespace resync::mirror {

std::string_view toString(Collection collection)
{
    static constexpr std::array<std::string_view, CollectionCount> Words = {"jobs", "job_streams",
                                                                            "workstations"};
    return Words.at(static_cast<std::size_t>(collection));
}

std::string_view toString(Scope scope)
{
    static constexpr std::array<std::string_view, 3> Words = {"system", "jobs", "workstations"};
    return Words.at(static_cast<std::size_t>(scope));
}

std::optional<Scope> scopeFromWord(std::string_view word)
{
    for (const Scope scope : {Scope::System, Scope::Jobs, Scope::Workstations})
        if (toString(scope) == word)
            return scope;
    return std::nullopt;
}

bool covers(Scope scope, Collection collection)
{
    switch (scope) {
    case Scope::System:
        return true;
    case Scope::Jobs:
        return collection != Collection::Workstations;
    case Scope::Workstations:
        break;
    }
    return collection == Collection::Workstations;
}

CollectionSet CollectionSet::all()
{
    return of(Scope::System);
}

CollectionSet CollectionSet::of(Scope scope)
{
    CollectionSet set;
    for (const Collection c : AllCollections)
        if (covers(scope, c))
            set.add(c);
    return set;
}

} // namespace resync::mirror
