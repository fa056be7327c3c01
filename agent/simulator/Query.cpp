// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Query.h"

#include "shared/core/Instant.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace resync::simulator {

namespace {

using oql::Operator;

std::optional<std::int64_t> readNumber(std::string_view text)
{
    if (text == "true")
        return 1;
    if (text == "false")
        return 0;
    std::int64_t number = 0;
    const char *end = text.data() + text.size();
    if (text.empty() || std::from_chars(text.data(), end, number).ptr != end)
        return std::nullopt;
    return number;
}

std::optional<std::int64_t> readTime(std::string_view text)
{
    const std::optional<Instant> at = parseInstant(text);
    if (!at)
        return std::nullopt;
    return at->time_since_epoch().count();
}

/// A value that outlives the row: for sorting.
struct SortKey
{
    bool isMissing = true; ///< sorts last
    std::string text;
    std::int64_t number = 0;
};

SortKey sortKey(const FieldValue &value)
{
    if (const auto *text = std::get_if<std::string_view>(&value))
        return {false, std::string(*text), 0};
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return {false, {}, *number};
    return {};
}

int compare(const SortKey &a, const SortKey &b)
{
    if (a.isMissing != b.isMissing)
        return a.isMissing ? 1 : -1;
    if (a.number != b.number)
        return a.number < b.number ? -1 : 1;
    return a.text.compare(b.text);
}

template<typename T>
bool holds(const T &value, Operator op, const T &operand)
{
    switch (op) {
    case Operator::Less:
        return value < operand;
    case Operator::LessOrEqual:
        return value <= operand;
    case Operator::Greater:
        return value > operand;
    case Operator::GreaterOrEqual:
        return value >= operand;
    default:
        return value == operand;
    }
}

bool isNegated(Operator op)
{
    return op == Operator::NotEqual || op == Operator::NotIn || op == Operator::NotLike;
}

bool isPattern(Operator op)
{
    return op == Operator::Like || op == Operator::NotLike;
}

template<typename Operands>
std::vector<Row> rowsOf(const Operands &ids, const RowSource &source)
{
    std::vector<Row> rows;
    for (const auto &id : ids) {
        const auto *text = std::get_if<std::string>(&id);
        const std::optional<Row> row = text ? source.rowOf(*text) : std::nullopt;
        if (row && *row < source.size())
            rows.push_back(*row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

} // namespace

Result<Query> Query::compile(const oql::Statement &statement, const RowSource &source)
{
    Query query;
    if (statement.where) {
        Result<Node> where = compileNode(*statement.where, source, query.m_isConstant);
        if (!where)
            return tl::unexpected(where.error());
        query.m_where = std::move(*where);
    }
    for (const oql::Order &order : statement.orderBy) {
        const std::optional<Field> field = source.field(order.field);
        if (!field)
            return fail(ErrorKind::InvalidInput, "unknown field in ORDER BY");
        query.m_isConstant = query.m_isConstant && field->isConstant;
        query.m_orderBy.push_back({*field, order.isDescending});
    }
    return query;
}

Result<Query::Node> Query::compileNode(const oql::Expression &expression, const RowSource &source,
                                       bool &isConstant)
{
    if (expression.kind == oql::Expression::Kind::Condition) {
        Result<Node> node = compileCondition(expression.condition, source);
        isConstant = isConstant && node && node->field.isConstant;
        return node;
    }
    Node node;
    node.kind = expression.kind;
    for (const oql::Expression &part : expression.parts) {
        Result<Node> compiled = compileNode(part, source, isConstant);
        if (!compiled)
            return compiled;
        node.parts.push_back(std::move(*compiled));
    }
    return node;
}

Result<Query::Node> Query::compileCondition(const oql::Condition &condition,
                                            const RowSource &source)
{
    const std::optional<Field> field = source.field(condition.field);
    if (!field)
        return fail(ErrorKind::InvalidInput, "unknown field '" + condition.field + "'");
    if (isPattern(condition.op) && field->type != FieldType::Text)
        return fail(ErrorKind::InvalidInput,
                    "LIKE needs a text, '" + condition.field + "' is none");
    Node node;
    node.field = *field;
    node.op = condition.op;
    for (const std::optional<std::string> &operand : condition.operands) {
        if (!operand) {
            node.operands.emplace_back(std::monostate());
        } else if (field->type == FieldType::Text) {
            node.operands.emplace_back(*operand);
        } else {
            const auto number =
                field->type == FieldType::Time ? readTime(*operand) : readNumber(*operand);
            if (!number)
                return fail(ErrorKind::InvalidInput, "wrong value for '" + condition.field + "'");
            node.operands.emplace_back(*number);
        }
    }
    return node;
}

bool Query::matches(const Node &node, const RowSource &source, Row row)
{
    const auto partMatches = [&source, row](const Node &part) {
        return matches(part, source, row);
    };
    switch (node.kind) {
    case oql::Expression::Kind::Condition:
        break;
    case oql::Expression::Kind::And:
        return std::all_of(node.parts.begin(), node.parts.end(), partMatches);
    case oql::Expression::Kind::Or:
        return std::any_of(node.parts.begin(), node.parts.end(), partMatches);
    }
    return matchesCondition(node, source, row);
}

bool Query::matchesCondition(const Node &node, const RowSource &source, Row row)
{
    const bool isEverything = node.op == Operator::Like && node.operands.size() == 1 &&
                              node.operands.front() == Operand(std::string("@"));
    if (isEverything && node.field.isConstant)
        return true;
    Uuid::Text scratch;
    const FieldValue value = source.value(row, node.field.key, scratch);
    const bool isMet = std::any_of(
        node.operands.begin(), node.operands.end(),
        [&value, &node](const Operand &operand) { return compares(value, node.op, operand); });
    return isMet != isNegated(node.op);
}

/// Of the negated operators it answers the positive question.
bool Query::compares(const FieldValue &value, Operator op, const Operand &operand)
{
    if (std::holds_alternative<std::monostate>(operand))
        return std::holds_alternative<std::monostate>(value);
    if (const auto *text = std::get_if<std::string_view>(&value)) {
        const std::string &other = std::get<std::string>(operand);
        return isPattern(op) ? oql::matchesPattern(*text, other)
                             : holds(*text, op, std::string_view(other));
    }
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return holds(*number, op, std::get<std::int64_t>(operand));
    return false;
}

std::vector<Row> Query::select(const RowSource &source) const
{
    const std::vector<Row> *byId = isSortedById() ? source.rowsById() : nullptr;
    std::vector<Row> rows;
    if (const Node *ids = idCondition()) {
        rows = rowsOf(ids->operands, source);
        byId = nullptr;
    } else if (byId) {
        rows = *byId;
    } else {
        rows.resize(source.size());
        std::iota(rows.begin(), rows.end(), Row{0});
    }
    if (m_where)
        std::erase_if(rows, [&](Row row) { return !matches(*m_where, source, row); });
    if (!byId)
        sort(rows, source);
    return rows;
}

/// The condition that names the few rows that can match at all; null: there is none.
const Query::Node *Query::idCondition() const
{
    const auto namesIds = [](const Node &node) {
        return node.kind == oql::Expression::Kind::Condition && node.field.isId &&
               (node.op == Operator::Equal || node.op == Operator::In);
    };
    if (!m_where)
        return nullptr;
    if (namesIds(*m_where))
        return &*m_where;
    if (m_where->kind != oql::Expression::Kind::And)
        return nullptr;
    const auto found = std::find_if(m_where->parts.begin(), m_where->parts.end(), namesIds);
    return found == m_where->parts.end() ? nullptr : &*found;
}

bool Query::isSortedById() const
{
    return m_orderBy.size() == 1 && m_orderBy.front().field.isId && !m_orderBy.front().isDescending;
}

void Query::sort(std::vector<Row> &rows, const RowSource &source) const
{
    for (auto order = m_orderBy.rbegin(); order != m_orderBy.rend(); ++order) {
        std::vector<std::pair<SortKey, Row>> keyed;
        keyed.reserve(rows.size());
        Uuid::Text scratch;
        for (Row row : rows)
            keyed.emplace_back(sortKey(source.value(row, order->field.key, scratch)), row);
        const bool isDescending = order->isDescending;
        std::stable_sort(keyed.begin(), keyed.end(), [isDescending](const auto &a, const auto &b) {
            return isDescending ? compare(b.first, a.first) < 0 : compare(a.first, b.first) < 0;
        });
        std::transform(keyed.begin(), keyed.end(), rows.begin(),
                       [](const auto &entry) { return entry.second; });
    }
}

} // namespace resync::simulator
