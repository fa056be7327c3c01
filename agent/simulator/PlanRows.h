// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"
#include "agent/simulator/Query.h"

namespace resync::simulator {

/// The jobs of a plan to filters: id name folder folderId workstation jobStreamId jobStreamName
/// jobStreamWorkstation priority schedTime jobOptions.critical commonStatus and
/// jobruns.(commonStatus, compositeStatus.status, returnCode, timeInfo.actualStartTime,
/// timeInfo.actualEndTime) of the current run.
class JobRows final : public RowSource
{
public:
    explicit JobRows(const PlanView &view)
        : m_view(view)
    {}

    [[nodiscard]] Row size() const override;
    [[nodiscard]] std::optional<Field> field(std::string_view name) const override;
    [[nodiscard]] std::optional<Row> rowOf(std::string_view id) const override
    {
        return m_view.plan().ids.rowOf(IdKind::Job, id);
    }
    [[nodiscard]] const std::vector<Row> *rowsById() const override
    {
        return m_view.plan().jobsById.empty() ? nullptr : &m_view.plan().jobsById;
    }
    [[nodiscard]] FieldValue value(Row row, int key, Uuid::Text &scratch) const override;

private:
    PlanView m_view;
};

/// id name folder workstation priority limit schedTime commonStatus compositeStatus.status
/// timeInfo.actualStartTime timeInfo.actualEndTime.
class StreamRows final : public RowSource
{
public:
    explicit StreamRows(const PlanView &view)
        : m_view(view)
    {}

    [[nodiscard]] Row size() const override;
    [[nodiscard]] std::optional<Field> field(std::string_view name) const override;
    [[nodiscard]] std::optional<Row> rowOf(std::string_view id) const override
    {
        return m_view.plan().ids.rowOf(IdKind::Stream, id);
    }
    [[nodiscard]] const std::vector<Row> *rowsById() const override
    {
        return m_view.plan().streamsById.empty() ? nullptr : &m_view.plan().streamsById;
    }
    [[nodiscard]] FieldValue value(Row row, int key, Uuid::Text &scratch) const override;

private:
    PlanView m_view;
};

/// id name folder type jobmanUp.
class WorkstationRows final : public RowSource
{
public:
    explicit WorkstationRows(const PlanView &view)
        : m_view(view)
    {}

    [[nodiscard]] Row size() const override;
    [[nodiscard]] std::optional<Field> field(std::string_view name) const override;
    [[nodiscard]] std::optional<Row> rowOf(std::string_view id) const override
    {
        return m_view.plan().ids.rowOf(IdKind::Workstation, id);
    }
    [[nodiscard]] FieldValue value(Row row, int key, Uuid::Text &scratch) const override;

private:
    PlanView m_view;
};

/// id name folder workstation quantity quantityInUse quantityAvailable status.
class ResourceRows final : public RowSource
{
public:
    explicit ResourceRows(const PlanView &view)
        : m_view(view)
    {}

    [[nodiscard]] Row size() const override;
    [[nodiscard]] std::optional<Field> field(std::string_view name) const override;
    [[nodiscard]] std::optional<Row> rowOf(std::string_view id) const override
    {
        return m_view.plan().ids.rowOf(IdKind::Resource, id);
    }
    [[nodiscard]] FieldValue value(Row row, int key, Uuid::Text &scratch) const override;

private:
    PlanView m_view;
};

/// id name number status.
class PromptRows final : public RowSource
{
public:
    explicit PromptRows(const PlanView &view)
        : m_view(view)
    {}

    [[nodiscard]] Row size() const override;
    [[nodiscard]] std::optional<Field> field(std::string_view name) const override;
    [[nodiscard]] std::optional<Row> rowOf(std::string_view id) const override
    {
        return m_view.plan().ids.rowOf(IdKind::Prompt, id);
    }
    [[nodiscard]] FieldValue value(Row row, int key, Uuid::Text &scratch) const override;

private:
    PlanView m_view;
};

/// folder: the paths that have objects. For /plan/folder/objects-count.
class FolderRows final : public RowSource
{
public:
    explicit FolderRows(const Plan &plan)
        : m_plan(plan)
    {}

    [[nodiscard]] Row size() const override;
    [[nodiscard]] std::optional<Field> field(std::string_view name) const override;
    [[nodiscard]] std::optional<Row> rowOf(std::string_view) const override { return {}; }
    [[nodiscard]] FieldValue value(Row row, int key, Uuid::Text &scratch) const override;

private:
    const Plan &m_plan;
};

} // namespace resync::simulator
