// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/LogSink.h"
#include "tests/support/FakeClock.h"

#include <nlohmann/json.hpp>

#include <QtTest>

#include <thread>

using namespace resync;
using namespace resync::telemetry;
using resync::test::FakeClock;

namespace {

/// A stream into a file that nobody else sees.
class Stream
{
public:
    Stream()
        : m_file(std::tmpfile())
    {}
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;
    ~Stream() { std::fclose(m_file); }

    [[nodiscard]] std::FILE *file() const { return m_file; }
    [[nodiscard]] QList<QByteArray> lines() const
    {
        std::rewind(m_file);
        QByteArray all;
        char buffer[4096];
        while (const auto count = std::fread(buffer, 1, sizeof buffer, m_file))
            all.append(buffer, static_cast<qsizetype>(count));
        auto lines = all.split('\n');
        lines.removeLast(); // behind the last line end
        return lines;
    }

private:
    std::FILE *m_file;
};

} // namespace

class tst_LogSink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { log::install(nullptr); }
    void format_isJsonWhereNobodyWatches();
    void format_isTextWhenAskedFor();
    void levels_areFilteredByCategory();
    void threads_doNotMixLines();
    void repeats_areCountedInstead();
    void accessLogAndAudit_areNeverHeldBack();
    void levels_canBeChanged();
    void words_ofTheSetting();
};

void tst_LogSink::format_isJsonWhereNobodyWatches()
{
    const Stream stream;
    FakeClock clock;
    LogSink sink(clock, {{}, LogFormat::Auto, stream.file()});
    log::install(&sink);
    log::info("app", "listening", {{"port", 8000}});
    const auto lines = stream.lines();
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines[0], QByteArray(R"({"time":"2026-11-24T01:00:00.000Z","level":"info","category":)"
                                  R"("app","message":"listening","fields":{"port":8000}})"));
}

void tst_LogSink::format_isTextWhenAskedFor()
{
    const Stream stream;
    FakeClock clock;
    LogSink sink(clock, {{}, LogFormat::Text, stream.file()});
    log::install(&sink);
    log::error("app", "100 % {} wrong"); // no format string
    QCOMPARE(stream.lines(),
             QList<QByteArray>{"2026-11-24T01:00:00.000Z ERROR   app: 100 % {} wrong"});
}

void tst_LogSink::levels_areFilteredByCategory()
{
    const Stream stream;
    FakeClock clock;
    LogSink sink(
        clock, {LogLevels::parse("warning,mirror=debug").value(), LogFormat::Text, stream.file()});
    log::install(&sink);
    log::debug("mirror", "1");
    log::info("http", "2");
    log::warning("http", "3");
    QCOMPARE(stream.lines().size(), 2);
}

void tst_LogSink::threads_doNotMixLines()
{
    constexpr int Threads = 4;
    constexpr int Lines = 60; // different ones, so that none is held back
    const Stream stream;
    FakeClock clock;
    LogSink sink(clock, {{}, LogFormat::Json, stream.file()});
    log::install(&sink);
    std::vector<std::thread> threads;
    for (int t = 0; t < Threads; ++t) {
        threads.emplace_back([t] {
            for (int i = 0; i < Lines; ++i)
                log::info("app", std::string(500, static_cast<char>('a' + t)) + std::to_string(i));
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    const auto lines = stream.lines();
    QCOMPARE(lines.size(), Threads * Lines);
    for (const QByteArray &each : lines)
        QVERIFY(nlohmann::json::accept(each.toStdString()));
}

void tst_LogSink::repeats_areCountedInstead()
{
    const Stream stream;
    FakeClock clock;
    const auto written = [&] { return stream.lines().size(); };
    {
        LogSink sink(clock, {{}, LogFormat::Text, stream.file()});
        log::install(&sink);
        for (int i = 0; i < 100; ++i)
            log::warning("engine", "refused", {{"try", i}});
        log::warning("engine", "another");
        QCOMPARE(written(), 21);
        sink.tellRepeats(); // the window is not over
        QCOMPARE(written(), 21);
        clock.advance(std::chrono::seconds(10));
        sink.tellRepeats();
        QVERIFY(stream.lines().last().endsWith("WARNING engine: refused … repeated 80 times"));
        sink.tellRepeats();
        QCOMPARE(written(), 22);
        for (int i = 0; i < 21; ++i)
            log::warning("engine", "refused");
        QCOMPARE(written(), 42);
        log::install(nullptr);
    } // what is left is told at the end
    QVERIFY(stream.lines().last().endsWith("repeated 1 times"));
}

void tst_LogSink::accessLogAndAudit_areNeverHeldBack()
{
    const Stream stream;
    FakeClock clock;
    LogSink sink(clock, {LogLevels::parse("debug").value(), LogFormat::Text, stream.file()});
    log::install(&sink);
    for (int i = 0; i < 50; ++i) {
        log::info("http", "request");
        log::warning("access", "refused");
        log::debug("app", "detail"); // who turns debug on wants to see all of it
    }
    QCOMPARE(stream.lines().size(), 150);
}

void tst_LogSink::levels_canBeChanged()
{
    const Stream stream;
    FakeClock clock;
    LogSink sink(clock, {{}, LogFormat::Text, stream.file()});
    QVERIFY(!sink.accepts(log::Level::Debug, "mirror"));
    sink.setLevels(LogLevels::parse("error,mirror=debug").value());
    QVERIFY(sink.accepts(log::Level::Debug, "mirror"));
    QVERIFY(!sink.accepts(log::Level::Warning, "http"));
}

void tst_LogSink::words_ofTheSetting()
{
    QVERIFY(logFormatFromWord("auto") == LogFormat::Auto);
    QVERIFY(logFormatFromWord("text") == LogFormat::Text);
    QVERIFY(logFormatFromWord("json") == LogFormat::Json);
    QVERIFY(!logFormatFromWord("xml"));
}

QTEST_APPLESS_MAIN(tst_LogSink)
#include "tst_LogSink.moc"
