// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/BrowserGuard.h"

#include <QTest>

#include <optional>

using namespace resync::access;

class tst_BrowserGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allows_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("origin");    // null: not sent
        QTest::addColumn<QByteArray>("fetchSite"); // null: not sent
        QTest::addColumn<bool>("read");
        QTest::addColumn<bool>("change");
        const auto row = [](const char *name, const char *host, const char *origin,
                            const char *fetchSite, bool read, bool change) {
            QTest::newRow(name) << QByteArray(host) << QByteArray(origin) << QByteArray(fetchSite)
                                << read << change;
        };
        row("a program", "anything.example", nullptr, nullptr, true, true);
        row("typed into the address bar", "localhost:8000", nullptr, "none", true, true);
        row("own page", "localhost:8000", "http://localhost:8000", "same-origin", true, true);
        row("own page by address", "127.0.0.1:8000", "http://127.0.0.1:8000", nullptr, true, true);
        row("own page by IPv6", "[::1]:8000", "http://[::1]:8000", nullptr, true, true);
        row("own page by name", "Resync.Example", "https://resync.example", nullptr, true, true);
        row("named page behind a proxy", "127.0.0.1:8000", "https://resync.example", "cross-site",
            true, true);
        row("page of another address", "127.0.0.1:8000", "http://10.0.0.66", "cross-site", true,
            false);
        row("foreign page", "localhost:8000", "http://evil.example", "cross-site", true, false);
        row("foreign page, no Origin", "localhost:8000", nullptr, "cross-site", true, false);
        row("page of another port", "localhost:8000", "http://localhost:9000", "same-site", true,
            true);
        row("own host, but another site", "localhost:8000", "http://localhost:8000", "cross-site",
            true, false);
        row("own name, but another site", "resync.example", "http://resync.example", "cross-site",
            true, false);
        row("own host, a site that nobody knows", "localhost:8000", "http://localhost:8000",
            "Same-Origin", true, false);
        row("sandboxed page", "localhost:8000", "null", nullptr, true, false);
        row("sibling host", "resync.example", nullptr, "same-site", true, false);
        row("rebound name", "evil.example", "http://evil.example", "same-origin", false, false);
        row("name like an address", "127.0.0.1.evil.example", nullptr, "same-origin", false, false);
        row("no host", "", "http://localhost", nullptr, false, false);
    }
    void allows()
    {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, origin);
        QFETCH(QByteArray, fetchSite);
        const std::string hostText = host.toStdString();
        const std::string originText = origin.toStdString();
        const std::string siteText = fetchSite.toStdString();
        const BrowserHeaders headers{&hostText, origin.isNull() ? nullptr : &originText,
                                     fetchSite.isNull() ? nullptr : &siteText};
        const BrowserGuard guard({"resync.example"});
        QTEST(guard.allows(headers, false), "read");
        QTEST(guard.allows(headers, true), "change");
    }
    void allows_nothingThatIsAmbiguous()
    {
        const std::string host = "localhost";
        const std::string origin = "http://localhost";
        const BrowserGuard guard({});
        QVERIFY(!guard.allows({&host, &origin, nullptr, true}, false));
        QVERIFY(!guard.allows({&host, &origin, nullptr, true}, true));
    }
};

QTEST_GUILESS_MAIN(tst_BrowserGuard)
#include "tst_BrowserGuard.moc"
