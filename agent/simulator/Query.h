// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/IdBook.h"
#include "agent/simulator/Oql.h"
#include "agent/simulator/Plan.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace resync::simulator {

enum class FieldType {
    Text,
    Number, ///< also true (1) and false (0)
    Time    ///< milliseconds since 1970
};

/// A field that filters and orders may name.
struct Field
{
    std::string_view name;
    int key = 0; ///< meaning is the RowSource's
    FieldType type = FieldType::Text;
    bool isConstant = false; ///< the same all through the life of the plan
    bool isId = false;       ///< an id: see RowSource::rowOf
};

/// Monostate: the row has no value there.
using FieldValue = std::variant<std::monostate, std::string_view, std::int64_t>;

/// A collection, as a filter sees it.
class RowSource
{
public:
    RowSource() = default;
    RowSource(const RowSource &) = delete;
    RowSource &operator=(const RowSource &) = delete;
    virtual ~RowSource() = default;

    [[nodiscard]] virtual Row size() const = 0;
    /// Nothing for a field that this collection does not have (names are case-sensitive).
    [[nodiscard]] virtual std::optional<Field> field(std::string_view name) const = 0;
    /// The row of an id, in no time; nothing for an unknown one.
    [[nodiscard]] virtual std::optional<Row> rowOf(std::string_view id) const = 0;
    /// All rows sorted by id, where that is known beforehand; else nullptr.
    [[nodiscard]] virtual const std::vector<Row> *rowsById() const { return nullptr; }
    /// A text may live in \a scratch, until the next call with it.
    [[nodiscard]] virtual FieldValue value(Row row, int key, Uuid::Text &scratch) const = 0;
};

/// A statement that fits a collection: its fields exist and its operands have their types.
class Query
{
public:
    /// InvalidInput: an unknown field, an operand of the wrong type, LIKE on anything but text.
    [[nodiscard]] static Result<Query> compile(const oql::Statement &statement,
                                               const RowSource &source);

    /// The rows that match, in the order asked for; ties (and no order) keep the plan's order, so
    /// that pages neither overlap nor leave gaps.
    [[nodiscard]] std::vector<Row> select(const RowSource &source) const;
    /// The answer cannot change while the plan lives.
    [[nodiscard]] bool isConstant() const { return m_isConstant; }

private:
    using Operand = std::variant<std::monostate, std::string, std::int64_t>;

    struct Node
    {
        oql::Expression::Kind kind = oql::Expression::Kind::Condition;
        Field field;
        oql::Operator op = oql::Operator::Equal;
        std::vector<Operand> operands;
        std::vector<Node> parts;
    };
    struct Order
    {
        Field field;
        bool isDescending = false;
    };

    [[nodiscard]] static Result<Node> compileNode(const oql::Expression &expression,
                                                  const RowSource &source, bool &isConstant);
    [[nodiscard]] static Result<Node> compileCondition(const oql::Condition &condition,
                                                       const RowSource &source);
    [[nodiscard]] static bool matches(const Node &node, const RowSource &source, Row row);
    [[nodiscard]] static bool matchesCondition(const Node &node, const RowSource &source, Row row);
    [[nodiscard]] static bool compares(const FieldValue &value, oql::Operator op,
                                       const Operand &operand);
    [[nodiscard]] const Node *idCondition() const;
    [[nodiscard]] bool isSortedById() const;
    void sort(std::vector<Row> &rows, const RowSource &source) const;

    std::optional<Node> m_where;
    std::vector<Order> m_orderBy;
    bool m_isConstant = true;
};

} // namespace resync::simulator
