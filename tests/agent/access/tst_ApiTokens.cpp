// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/ApiTokens.h"
#include "tests/support/FakeClock.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace resync;
using namespace resync::access;
using namespace std::chrono_literals;

class tst_ApiTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::filesystem::path(m_folder->path().toStdString()) / "tokens";
    }

    void created_isKnownByItsSecret()
    {
        ApiTokens tokens(m_clock);
        QVERIFY(tokens.load(m_file));
        const auto made = tokens.create("nightly report", Role::Operator, std::nullopt);
        QVERIFY(made);
        QVERIFY(made->secret.starts_with("rt_" + made->token.id + '_'));
        QVERIFY(!made->token.lastUsedAt);
        m_clock.advance(1min);
        const auto checked = tokens.check(made->secret);
        QVERIFY(std::holds_alternative<ApiToken>(checked));
        const auto &known = std::get<ApiToken>(checked);
        QCOMPARE(known.name, std::string("nightly report"));
        QVERIFY(known.role == Role::Operator);
        QVERIFY(known.lastUsedAt == m_clock.now());
    }

    void wrongSecrets_areUnknown_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("nothing") << 0;
        QTest::newRow("prefix alone") << 1;
        QTest::newRow("id alone") << 2;
        QTest::newRow("last letter") << 3;
        QTest::newRow("one more letter") << 4;
        QTest::newRow("another id") << 5;
    }
    void wrongSecrets_areUnknown()
    {
        QFETCH(int, how);
        ApiTokens tokens(m_clock);
        const auto made = tokens.create("a", Role::Viewer, std::nullopt);
        const auto &secret = made->secret;
        const std::array<std::string, 6> texts = {
            "",
            "rt_",
            "rt_" + made->token.id + '_',
            secret.substr(0, secret.size() - 1) + (secret.back() == 'A' ? 'B' : 'A'),
            secret + 'A',
            "rt_000000000000" + secret.substr(secret.rfind('_'))};
        const auto checked = tokens.check(texts.at(static_cast<std::size_t>(how)));
        QVERIFY(std::holds_alternative<Refusal>(checked));
        QVERIFY(std::get<Refusal>(checked) == Refusal::UnknownToken);
        QVERIFY(!tokens.list().front().lastUsedAt);
    }

    void expired_isRefusedAsThat()
    {
        ApiTokens tokens(m_clock);
        const auto made = tokens.create("a", Role::Viewer, m_clock.now() + 1h);
        m_clock.advance(1h - 1ms);
        QVERIFY(std::holds_alternative<ApiToken>(tokens.check(made->secret)));
        m_clock.advance(1ms);
        QVERIFY(std::get<Refusal>(tokens.check(made->secret)) == Refusal::Expired);
    }

    void removed_isUnknown()
    {
        ApiTokens tokens(m_clock);
        QVERIFY(tokens.load(m_file));
        const auto made = tokens.create("a", Role::Viewer, std::nullopt);
        QVERIFY(tokens.remove(made->token.id));
        QVERIFY(std::get<Refusal>(tokens.check(made->secret)) == Refusal::UnknownToken);
        QCOMPARE(tokens.size(), std::size_t(0));
        QVERIFY(tokens.remove(made->token.id).error().kind == ErrorKind::NotFound);
    }

    void file_outlivesTheProcessAndHoldsNoSecret()
    {
        ApiTokens before(m_clock);
        QVERIFY(before.load(m_file));
        const auto made = before.create("a", Role::Admin, m_clock.now() + 24h);
        const auto text = **readSecretFile(m_file);
        QVERIFY(text.find(made->token.id) != std::string::npos);
        QVERIFY(text.find(made->secret.substr(made->secret.rfind('_') + 1)) == std::string::npos);
        ApiTokens after(m_clock);
        QVERIFY(after.load(m_file));
        QVERIFY(after.list() == before.list());
        QVERIFY(std::holds_alternative<ApiToken>(after.check(made->secret)));
    }

    void list_isByTimeOfCreation()
    {
        ApiTokens tokens(m_clock);
        for (const char *name : {"first", "second", "third"}) {
            QVERIFY(tokens.create(name, Role::Viewer, std::nullopt));
            m_clock.advance(1s);
        }
        const auto all = tokens.list();
        QCOMPARE(all.size(), std::size_t(3));
        QCOMPARE(all.front().name, std::string("first"));
        QCOMPARE(all.back().name, std::string("third"));
    }

    void use_isWrittenNowAndThen()
    {
        ApiTokens tokens(m_clock);
        QVERIFY(tokens.load(m_file));
        const auto made = tokens.create("a", Role::Viewer, std::nullopt);
        m_clock.advance(1min);
        (void)tokens.check(made->secret);
        const auto used = m_clock.now();
        QVERIFY(tokens.maintain());
        QVERIFY(!loaded().front().lastUsedAt); // not for every use
        m_clock.advance(1h);
        QVERIFY(tokens.maintain());
        QVERIFY(loaded().front().lastUsedAt == used);
    }

    void anotherHand_isFollowed()
    {
        ApiTokens tokens(m_clock);
        QVERIFY(tokens.load(m_file));
        ApiTokens other(m_clock);
        QVERIFY(other.load(m_file));
        const auto made = other.create("a", Role::Viewer, std::nullopt);
        QVERIFY(tokens.maintain());
        QVERIFY(std::holds_alternative<ApiToken>(tokens.check(made->secret)));
    }

    void badFile_leavesWhatWasKnown()
    {
        ApiTokens tokens(m_clock);
        QVERIFY(tokens.load(m_file));
        const auto made = tokens.create("a", Role::Viewer, std::nullopt);
        QVERIFY(writeSecretFile(m_file, "# heading\nnot\ta\ttoken\n"));
        const auto kept = tokens.maintain();
        QVERIFY(!kept);
        QVERIFY(kept.error().message.starts_with(m_file.string() + " line 2: "));
        QVERIFY(tokens.maintain()); // said once
        QVERIFY(std::holds_alternative<ApiToken>(tokens.check(made->secret)));
    }

    void unwritableFile_makesNoToken()
    {
        ApiTokens tokens(m_clock);
        QVERIFY(tokens.load(m_file));
        std::filesystem::create_directories(m_file.string() + ".part/in the way");
        const auto made = tokens.create("a", Role::Viewer, std::nullopt);
        QVERIFY(!made);
        QVERIFY(made.error().kind == ErrorKind::Unavailable);
        QCOMPARE(tokens.size(), std::size_t(0));
    }

    void capacity_isKept()
    {
        std::string text;
        for (std::size_t i = 1; i < ApiTokens::Capacity; ++i)
            text += std::to_string(i) + "\tviewer\t2026-11-24T01:00:00.000Z\t-\t-\thash\tname\n";
        QVERIFY(writeSecretFile(m_file, text));
        ApiTokens tokens(m_clock);
        QVERIFY(tokens.load(m_file));
        QVERIFY(tokens.create("last", Role::Viewer, std::nullopt));
        QVERIFY(tokens.create("a", Role::Viewer, std::nullopt).error().kind == ErrorKind::Conflict);
        QCOMPARE(tokens.size(), ApiTokens::Capacity);
        QVERIFY(tokens.remove("1"));
        QVERIFY(tokens.create("a", Role::Viewer, std::nullopt));
    }

private:
    /// What a new process would find.
    [[nodiscard]] std::vector<ApiToken> loaded() const
    {
        ApiTokens tokens(m_clock);
        return tokens.load(m_file) ? tokens.list() : std::vector<ApiToken>();
    }

    test::FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
};

QTEST_APPLESS_MAIN(tst_ApiTokens)
#include "tst_ApiTokens.moc"
