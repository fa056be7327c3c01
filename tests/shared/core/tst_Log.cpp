// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/Log.h"
#include "tests/support/Bytes.h"
#include "tests/support/CommaLocale.h"

#include <QTest>

#include <limits>
#include <vector>

using namespace resync;
using namespace resync::test;

namespace {

class RecordingSink final : public log::Sink
{
public:
    [[nodiscard]] bool accepts(log::Level level, std::string_view category) const override
    {
        return level >= log::Level::Info && category != "quiet";
    }
    void write(log::Level level, std::string_view category, std::string_view message,
               const log::Fields &fields) override
    {
        std::string line(log::toString(level));
        line.append(" ").append(category).append(" ").append(message);
        for (const auto &field : fields)
            line.append(" ").append(field.name).append("=").append(field.value);
        lines.push_back(line);
    }
    std::vector<std::string> lines;
};

} // namespace

class TestLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { log::install(nullptr); }

    void withoutASink_linesAreDropped()
    {
        QVERIFY(!log::isEnabled(log::Level::Error, "app"));
        log::error("app", "nobody hears this");
    }

    void theSinkDecidesWhatItTakes()
    {
        RecordingSink sink;
        log::install(&sink);
        log::debug("app", "too low");
        log::info("quiet", "not this category");
        log::warning("engine", "slow", {{"host", "mdm01"}, {"millis", 12}});
        log::error("app", "gone");
        QCOMPARE(sink.lines.size(), std::size_t(2));
        QCOMPARE(bytes(sink.lines[0]), QByteArray("warning engine slow host=mdm01 millis=12"));
        QCOMPARE(bytes(sink.lines[1]), QByteArray("error app gone"));
    }

    void numbers_areJsonInEveryLocale()
    {
        const CommaLocale comma;
        QCOMPARE(bytes(log::Field("x", 0.25).value), QByteArray("0.25"));
        QCOMPARE(bytes(log::Field("x", -1234567).value), QByteArray("-1234567"));
        QCOMPARE(bytes(log::Field("x", std::numeric_limits<double>::infinity()).value),
                 QByteArray("null"));
        QVERIFY(log::Field("x", 1U).isNumber);
        QVERIFY(!log::Field("x", "1").isNumber);
    }
};

QTEST_APPLESS_MAIN(TestLog)
#include "tst_Log.moc"
