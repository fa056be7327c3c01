// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/ListRoute.h"
#include "agent/mirror/JobTable.h"
#include "shared/domain/Job.h"

#include <string>

namespace resync::api {

/// The jobs of a snapshot as rows of a list.
class JobRows
{
public:
    using Row = domain::Job;

    explicit JobRows(const PlanView &view)
        : m_view(view)
        , m_table(*view.snapshot->jobs)
    {}
    [[nodiscard]] std::size_t size() const { return m_table.size(); }
    [[nodiscard]] std::string idAt(std::size_t i) const { return m_table.idAt(i); }
    [[nodiscard]] std::size_t firstAfter(std::string_view id) const
    {
        return m_table.firstAfter(id);
    }
    [[nodiscard]] const Row &row(std::size_t i, Row &scratch) const
    {
        readJob(m_view, i, scratch);
        return scratch;
    }

private:
    const PlanView &m_view;
    const mirror::JobTable &m_table;
};

/// How jobs are sorted, chosen and written.
[[nodiscard]] ListShape<JobRows> jobListShape();

} // namespace resync::api
