// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Oql.h"

#include "shared/core/Text.h"

#include <array>
#include <utility>

namespace resync::simulator::oql {

namespace {

constexpr int MaxDepth = 64; ///< of parentheses

enum class TokenKind { End, Word, String, Symbol, Invalid };

struct Token
{
    TokenKind kind = TokenKind::End;
    std::string_view text; ///< a string: without its quotes
    std::size_t position = 0;
};

bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-' || c == '+';
}

class Lexer
{
public:
    explicit Lexer(std::string_view text)
        : m_text(text)
    {
        advance();
    }

    [[nodiscard]] const Token &current() const { return m_current; }

    Token take()
    {
        Token token = m_current;
        advance();
        return token;
    }

private:
    void advance()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t'))
            ++m_at;
        const std::size_t start = m_at;
        if (start == m_text.size())
            m_current = {TokenKind::End, {}, start};
        else if (m_text[start] == '\'')
            readString();
        else if (isWordCharacter(m_text[start]))
            readWord();
        else
            readSymbol();
    }

    void readString()
    {
        const std::size_t start = m_at + 1;
        const std::size_t end = m_text.find('\'', start);
        if (end == std::string_view::npos) {
            m_current = {TokenKind::Invalid, {}, m_at};
            m_at = m_text.size();
            return;
        }
        m_current = {TokenKind::String, m_text.substr(start, end - start), m_at};
        m_at = end + 1;
    }

    void readWord()
    {
        const std::size_t start = m_at;
        while (m_at < m_text.size() && isWordCharacter(m_text[m_at]))
            ++m_at;
        m_current = {TokenKind::Word, m_text.substr(start, m_at - start), start};
    }

    void readSymbol()
    {
        static constexpr std::array<std::string_view, 11> Symbols = {
            "!=", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ","};
        for (std::string_view symbol : Symbols) {
            if (m_text.substr(m_at, symbol.size()) == symbol) {
                m_current = {TokenKind::Symbol, m_text.substr(m_at, symbol.size()), m_at};
                m_at += symbol.size();
                return;
            }
        }
        m_current = {TokenKind::Invalid, {}, m_at};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    Token m_current;
};

class Parser
{
public:
    explicit Parser(std::string_view text)
        : m_lexer(text)
    {}

    Result<Statement> parse()
    {
        Statement statement;
        if (!isKeyword("ORDER") && m_lexer.current().kind != TokenKind::End) {
            Result<Expression> where = disjunction(0);
            if (!where)
                return tl::unexpected(where.error());
            statement.where = std::move(*where);
        }
        if (takeKeyword("ORDER")) {
            if (const Result<> order = orderBy(statement.orderBy); !order)
                return tl::unexpected(order.error());
        }
        if (m_lexer.current().kind != TokenKind::End)
            return expected("AND, OR, ORDER BY or the end");
        return statement;
    }

private:
    [[nodiscard]] tl::unexpected<Error> expected(std::string_view what) const
    {
        return fail(ErrorKind::InvalidInput, "expected " + std::string(what) + " at position " +
                                                 std::to_string(m_lexer.current().position + 1));
    }

    [[nodiscard]] bool isKeyword(std::string_view keyword) const
    {
        const Token &token = m_lexer.current();
        return token.kind == TokenKind::Word && equalsIgnoringCase(token.text, keyword);
    }

    bool takeKeyword(std::string_view keyword)
    {
        const bool isNext = isKeyword(keyword);
        if (isNext)
            m_lexer.take();
        return isNext;
    }

    bool takeSymbol(std::string_view symbol)
    {
        const Token &token = m_lexer.current();
        const bool isNext = token.kind == TokenKind::Symbol && token.text == symbol;
        if (isNext)
            m_lexer.take();
        return isNext;
    }

    Result<Expression> disjunction(int depth)
    {
        return joined("OR", Expression::Kind::Or, [this, depth] { return conjunction(depth); });
    }

    Result<Expression> conjunction(int depth)
    {
        return joined("AND", Expression::Kind::And, [this, depth] { return primary(depth); });
    }

    template<typename Part>
    Result<Expression> joined(std::string_view keyword, Expression::Kind kind, Part part)
    {
        Result<Expression> first = part();
        if (!first || !isKeyword(keyword))
            return first;
        Expression all;
        all.kind = kind;
        all.parts.push_back(std::move(*first));
        while (takeKeyword(keyword)) {
            Result<Expression> next = part();
            if (!next)
                return next;
            all.parts.push_back(std::move(*next));
        }
        return all;
    }

    Result<Expression> primary(int depth)
    {
        if (!takeSymbol("("))
            return condition();
        if (depth == MaxDepth)
            return expected("fewer parentheses");
        Result<Expression> inner = disjunction(depth + 1);
        if (inner && !takeSymbol(")"))
            return expected("')'");
        return inner;
    }

    Result<Expression> condition()
    {
        if (m_lexer.current().kind != TokenKind::Word)
            return expected("a field name");
        Expression expression;
        Condition &result = expression.condition;
        result.field = m_lexer.take().text;
        const std::optional<Operator> op = takeOperator();
        if (!op)
            return expected("an operator");
        result.op = *op;
        const bool isList = *op == Operator::In || *op == Operator::NotIn;
        const Result<> read = isList ? list(result) : operand(result);
        if (!read)
            return tl::unexpected(read.error());
        return expression;
    }

    std::optional<Operator> takeOperator()
    {
        using Named = std::pair<std::string_view, Operator>;
        static constexpr std::array<Named, 6> Comparisons = {{{"=", Operator::Equal},
                                                              {"!=", Operator::NotEqual},
                                                              {"<=", Operator::LessOrEqual},
                                                              {"<", Operator::Less},
                                                              {">=", Operator::GreaterOrEqual},
                                                              {">", Operator::Greater}}};
        for (const Named &comparison : Comparisons) {
            if (takeSymbol(comparison.first))
                return comparison.second;
        }
        const bool isNegated = takeKeyword("NOT");
        if (takeKeyword("IN"))
            return isNegated ? Operator::NotIn : Operator::In;
        if (takeKeyword("LIKE"))
            return isNegated ? Operator::NotLike : Operator::Like;
        return std::nullopt;
    }

    Result<> list(Condition &into)
    {
        if (!takeSymbol("["))
            return expected("'['");
        do {
            if (const Result<> read = operand(into); !read)
                return read;
        } while (takeSymbol(","));
        if (!takeSymbol("]"))
            return expected("']'");
        return {};
    }

    Result<> operand(Condition &into)
    {
        const TokenKind kind = m_lexer.current().kind;
        if (kind != TokenKind::String && kind != TokenKind::Word)
            return expected("a value");
        const Token token = m_lexer.take();
        if (kind == TokenKind::Word && equalsIgnoringCase(token.text, "null"))
            into.operands.emplace_back(std::nullopt);
        else
            into.operands.emplace_back(std::string(token.text));
        return {};
    }

    Result<> orderBy(std::vector<Order> &into)
    {
        if (!takeKeyword("BY"))
            return expected("BY");
        do {
            if (m_lexer.current().kind != TokenKind::Word)
                return expected("a field name");
            Order order{std::string(m_lexer.take().text), false};
            if (takeKeyword("DESC"))
                order.isDescending = true;
            else
                takeKeyword("ASC");
            into.push_back(std::move(order));
        } while (takeSymbol(","));
        return {};
    }

    Lexer m_lexer;
};

/// The length of the pattern's first element: 2 for a backslash and what follows it.
std::size_t elementLength(std::string_view pattern)
{
    return pattern.size() > 1 && pattern.front() == '\\' ? 2 : 1;
}

bool matchesElement(char c, std::string_view pattern)
{
    if (pattern.size() > 1 && pattern.front() == '\\')
        return pattern[1] == c;
    return pattern.front() == '?' || pattern.front() == c;
}

} // namespace

Result<Statement> parse(std::string_view text)
{
    return Parser(text).parse();
}

bool matchesPattern(std::string_view text, std::string_view pattern)
{
    std::size_t retryText = 0;
    std::optional<std::size_t> retryPattern; // behind the last @ seen
    std::size_t t = 0;
    std::size_t p = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '@') {
            retryPattern = ++p;
            retryText = t;
        } else if (p < pattern.size() && matchesElement(text[t], pattern.substr(p))) {
            p += elementLength(pattern.substr(p));
            ++t;
        } else if (retryPattern) {
            p = *retryPattern;
            t = ++retryText;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '@')
        ++p;
    return p == pattern.size();
}

} // namespace resync::simulator::oql
