// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::simulator::oql {

enum class Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Like,
    NotLike
};

/// `field operator operand`; IN and NOT IN have a list, the others exactly one operand.
struct Condition
{
    std::string field;
    Operator op = Operator::Equal;
    std::vector<std::optional<std::string>> operands; ///< none: the word null
};

/// A tree of conditions. A node is either a condition or joins its parts.
struct Expression
{
    enum class Kind { Condition, And, Or };

    Kind kind = Kind::Condition;
    Condition condition;           ///< Kind::Condition
    std::vector<Expression> parts; ///< Kind::And, Kind::Or: two or more
};

struct Order
{
    std::string field;
    bool isDescending = false;
};

struct Statement
{
    std::optional<Expression> where; ///< none: everything
    std::vector<Order> orderBy;
};

/// Reads a filter: comparisons, [NOT] IN ['a','b'], [NOT] LIKE, AND, OR (AND binds closer),
/// parentheses, ORDER BY a [ASC|DESC], b …; an empty text means everything. Keywords in any case;
/// strings in single quotes, numbers, true, false and null bare.
/// InvalidInput: names what was expected and the position, counted from 1.
[[nodiscard]] Result<Statement> parse(std::string_view text);

/// \a pattern with @ for any run of characters and ? for exactly one; a backslash takes the
/// next character literally.
[[nodiscard]] bool matchesPattern(std::string_view text, std::string_view pattern);

} // namespace resync::simulator::oql
