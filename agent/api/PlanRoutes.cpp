// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/PlanRoutes.h"

#include "agent/api/ListRoute.h"
#include "agent/api/RowFilter.h"
#include "agent/api/VectorRows.h"
#include "shared/protocol/JobStreamCodec.h"
#include "shared/protocol/PlanCodec.h"
#include "shared/protocol/Routes.h"
#include "shared/protocol/WorkstationCodec.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace resync::api {

namespace {

using StreamRows = VectorRows<mirror::StreamRow>;
using WorkstationRows = VectorRows<domain::Workstation>;

template<auto Member>
void addStreamMember(SortKey &key, const mirror::StreamRow &row, bool isDescending)
{
    key.add(row.stream.*Member, isDescending);
}

template<auto Member>
void addWorkstationMember(SortKey &key, const domain::Workstation &row, bool isDescending)
{
    key.add(row.*Member, isDescending);
}

ListShape<StreamRows> streamListShape()
{
    using domain::JobStream;
    using mirror::StreamRow;
    ListShape<StreamRows> shape;
    shape.collection = mirror::Collection::JobStreams;
    shape.sortFields = {
        {"id", [](SortKey &key, const StreamRow &row,
                  bool down) { key.add(StreamRows::idOf(row), down); }},
        {"name", addStreamMember<&JobStream::name>},
        {"folder", addStreamMember<&JobStream::folder>},
        {"workstation", addStreamMember<&JobStream::workstation>},
        {"status", [](SortKey &key, const StreamRow &row,
                      bool down) { key.add(toString(row.stream.status), down); }},
        {"scheduled_at", addStreamMember<&JobStream::scheduledAt>},
        {"started_at", addStreamMember<&JobStream::startedAt>},
        {"deadline_at", addStreamMember<&JobStream::deadlineAt>},
        {"priority", addStreamMember<&JobStream::priority>},
    };
    shape.parseFields = protocol::selectJobStreamFields;
    shape.rowsOf = [](const PlanView &view) { return StreamRows(*view.snapshot->streams); };
    shape.write = [](JsonWriter &json, const StreamRow &row,
                     const protocol::FieldSelection &fields) {
        protocol::writeJobStream(json, row.stream, &row.counts, fields);
    };
    shape.readFilter = [](QueryReader &query, Instant now,
                          std::string &text) -> ListShape<StreamRows>::Filter {
        auto filter = readRowFilter(query, FilterParameters::JobStreams, now);
        text = filter.text();
        if (filter.isEmpty())
            return {};
        return [filter = std::move(filter)](const StreamRow &row) {
            return filter.matches(domain::FilterSubject::of(row.stream));
        };
    };
    return shape;
}

ListShape<WorkstationRows> workstationListShape()
{
    using domain::Workstation;
    ListShape<WorkstationRows> shape;
    shape.collection = mirror::Collection::Workstations;
    shape.sortFields = {
        {"id", [](SortKey &key, const Workstation &row,
                  bool down) { key.add(WorkstationRows::idOf(row), down); }},
        {"name", addWorkstationMember<&Workstation::name>},
        {"folder", addWorkstationMember<&Workstation::folder>},
        {"type", addWorkstationMember<&Workstation::type>},
        {"node", addWorkstationMember<&Workstation::node>},
        {"limit", addWorkstationMember<&Workstation::limit>},
        {"fence", addWorkstationMember<&Workstation::fence>},
        {"started_at", addWorkstationMember<&Workstation::startedAt>},
    };
    shape.parseFields = protocol::selectWorkstationFields;
    shape.rowsOf = [](const PlanView &view) {
        return WorkstationRows(*view.snapshot->workstations);
    };
    shape.write = protocol::writeWorkstation;
    shape.readFilter = [](QueryReader &query, Instant now,
                          std::string &text) -> ListShape<WorkstationRows>::Filter {
        auto filter = readRowFilter(query, FilterParameters::Workstations, now);
        text = filter.text();
        if (filter.isEmpty())
            return {};
        return [filter = std::move(filter)](const Workstation &row) {
            return filter.matches(domain::FilterSubject::of(row));
        };
    };
    return shape;
}

void servePlan(Context &context, SharedCall call)
{
    servePlanObject(context, std::move(call), std::nullopt,
                    [&context](const PlanView &view) -> std::optional<std::string> {
                        auto plan = mirror::planOf(*view.snapshot);
                        if (context.parts.mirror->status().isRolloverHeld)
                            plan.rollover = domain::Rollover::InProgress;
                        std::string body;
                        JsonWriter json(body);
                        protocol::writePlanDocument(json, plan, view.stamp);
                        return body;
                    });
}

void serveStream(Context &context, SharedCall call)
{
    const std::string id = call->request.parameters.at(0);
    servePlanObject(context, std::move(call), mirror::Collection::JobStreams,
                    [id](const PlanView &view) -> std::optional<std::string> {
                        const auto *row = StreamRows(*view.snapshot->streams).find(id);
                        if (row == nullptr)
                            return std::nullopt;
                        std::string body;
                        JsonWriter json(body);
                        protocol::writeJobStreamDocument(json, row->stream, &row->counts,
                                                         view.stamp);
                        return body;
                    });
}

void serveWorkstation(Context &context, SharedCall call)
{
    const std::string id = call->request.parameters.at(0);
    servePlanObject(context, std::move(call), mirror::Collection::Workstations,
                    [id](const PlanView &view) -> std::optional<std::string> {
                        const auto *row = WorkstationRows(*view.snapshot->workstations).find(id);
                        if (row == nullptr)
                            return std::nullopt;
                        std::string body;
                        JsonWriter json(body);
                        protocol::writeWorkstationDocument(json, *row, view.stamp);
                        return body;
                    });
}

template<typename Rows>
void addList(RouteTable &table, std::string_view path, ListShape<Rows> shape)
{
    auto list = std::make_shared<ListRoute<Rows>>(table.context(), std::move(shape));
    table.get(path, Access::Plan,
              [list](Context &, SharedCall call) { list->serve(std::move(call)); });
}

} // namespace

void addPlanRoutes(RouteTable &table)
{
    table.get(protocol::routes::Plan, Access::Plan, servePlan);
    addList(table, protocol::routes::JobStreams, streamListShape());
    table.get(protocol::routes::JobStream, Access::Plan, serveStream);
    addList(table, protocol::routes::Workstations, workstationListShape());
    table.get(protocol::routes::Workstation, Access::Plan, serveWorkstation);
}

} // namespace resync::api
