// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Oql.h"

#include <QTest>

using namespace resync;
using namespace resync::simulator;

namespace {

QString wordFor(oql::Operator op)
{
    static const QStringList Words = {QStringLiteral("="),    QStringLiteral("!="),
                                      QStringLiteral("<"),    QStringLiteral("<="),
                                      QStringLiteral(">"),    QStringLiteral(">="),
                                      QStringLiteral("in"),   QStringLiteral("not in"),
                                      QStringLiteral("like"), QStringLiteral("not like")};
    return Words.at(int(op));
}

/// The tree as text with every grouping shown: "(a = x and (b = y or c = z))".
QString shown(const oql::Expression &expression)
{
    QStringList parts;
    if (expression.kind == oql::Expression::Kind::Condition) {
        for (const auto &operand : expression.condition.operands)
            parts << (operand ? QString::fromStdString(*operand) : QStringLiteral("null"));
        return QString::fromStdString(expression.condition.field) + QLatin1Char(' ') +
               wordFor(expression.condition.op) + QLatin1Char(' ') + parts.join(QLatin1Char('|'));
    }
    for (const oql::Expression &part : expression.parts)
        parts << shown(part);
    const bool isAnd = expression.kind == oql::Expression::Kind::And;
    return QLatin1Char('(') + parts.join(isAnd ? QStringLiteral(" and ") : QStringLiteral(" or ")) +
           QLatin1Char(')');
}

QString shown(const oql::Statement &statement)
{
    QString text = statement.where ? shown(*statement.where) : QString();
    for (const oql::Order &order : statement.orderBy)
        text += (order.isDescending ? QStringLiteral(" v ") : QStringLiteral(" ^ ")) +
                QString::fromStdString(order.field);
    return text;
}

} // namespace

class TestOql : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_readsFilters_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) {
            QTest::newRow(text) << QByteArray(text) << QString::fromUtf8(expected);
        };
        row("", "");
        row("  ", "");
        row("name = 'LOAD'", "name = LOAD");
        row("name='LOAD'", "name = LOAD");
        row("priority >= 10", "priority >= 10");
        row("priority != '10'", "priority != 10");
        row("limit = -1", "limit = -1");
        row("a < 1 and b <= 2", "(a < 1 and b <= 2)");
        row("a = 1 OR b = 2 AND c = 3", "(a = 1 or (b = 2 and c = 3))");
        row("(a = 1 OR b = 2) AND c = 3", "((a = 1 or b = 2) and c = 3)");
        row("((a = 1))", "a = 1");
        row("a IN ['x','y z']", "a in x|y z");
        row("a NOT IN ['x']", "a not in x");
        row("a LIKE '/AGT@' AND b NOT LIKE '?x'", "(a like /AGT@ and b not like ?x)");
        row("a = null", "a = null");
        row("a = 'null'", "a = null");
        row("a = true", "a = true");
        row("a = ''", "a = ");
        row("ORDER BY id", " ^ id");
        row("order by id desc, name ASC", " v id ^ name");
        row("a = 'x' ORDER BY schedTime DESC", "a = x v schedTime");
        row("jobruns.compositeStatus.status IN ['ABEND','FAIL']",
            "jobruns.compositeStatus.status in ABEND|FAIL");
    }

    void parse_readsFilters()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        const Result<oql::Statement> statement = oql::parse(text.toStdString());
        QVERIFY2(statement.has_value(), statement ? "" : statement.error().message.c_str());
        QCOMPARE(shown(*statement), expected);
    }

    void parse_refusesWhatItCannotRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"name",
                                 "name =",
                                 "= 'x'",
                                 "name = 'x",
                                 "name == 'x'",
                                 "name = 'x' AND",
                                 "AND",
                                 "name = 'x' name = 'y'",
                                 "(name = 'x'",
                                 "name = 'x')",
                                 "name IN 'x'",
                                 "name IN ['x'",
                                 "name IN []",
                                 "name IN ['x',]",
                                 "name NOT = 'x'",
                                 "name LIKE",
                                 "ORDER",
                                 "ORDER BY",
                                 "ORDER BY id,",
                                 "ORDER BY 'id'",
                                 "ORDER BY id UP",
                                 "name = \"x\"",
                                 "name ; DROP",
                                 "name = x' OR '",
                                 "#"})
            QTest::newRow(text) << QByteArray(text);
        QTest::newRow("100 000 parentheses") << QByteArray(100'000, '(');
    }

    void parse_refusesWhatItCannotRead()
    {
        QFETCH(QByteArray, text);
        const Result<oql::Statement> statement = oql::parse(text.toStdString());
        QVERIFY(!statement);
        QVERIFY(statement.error().kind == ErrorKind::InvalidInput);
        QVERIFY(statement.error().message.find("position") != std::string::npos);
    }

    void matchesPattern_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char *text, const char *pattern, bool expected) {
            QTest::addRow("%s like %s", text, pattern)
                << QByteArray(text) << QByteArray(pattern) << expected;
        };
        row("/AGT_FIN01", "/AGT_FIN01", true);
        row("/AGT_FIN01", "/AGT@", true);
        row("/AGT_FIN01", "@01", true);
        row("/AGT_FIN01", "@FIN@", true);
        row("/AGT_FIN01", "@", true);
        row("", "@", true);
        row("", "", true);
        row("", "?", false);
        row("/AGT_FIN01", "/AGT_FIN0?", true);
        row("/AGT_FIN01", "/AGT_FIN?", false);
        row("/AGT_FIN01", "/agt@", false);
        row("aXbXc", "a@X@c", true);
        row("aab", "a@ab", true);
        row("a@b", "a\\@b", true);
        row("axb", "a\\@b", false);
        row("a?b", "a\\?b", true);
    }

    void matchesPattern()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, pattern);
        QFETCH(bool, expected);
        QCOMPARE(oql::matchesPattern(text.toStdString(), pattern.toStdString()), expected);
    }

    void matchesPattern_doesNotExplode()
    {
        QByteArray pattern;
        for (int i = 0; i < 200; ++i)
            pattern += "@a";
        QVERIFY(!oql::matchesPattern(std::string(2'000, 'a') + "b", pattern.toStdString()));
    }
};

QTEST_GUILESS_MAIN(TestOql)
#include "tst_Oql.moc"
