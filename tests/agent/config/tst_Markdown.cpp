// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Markdown.h"
#include "agent/config/Setting.h"

#include <QtTest>

using namespace resync::config;

class tst_Markdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void file_isUpToDate();
    void text_holdsEverySetting();
};

void tst_Markdown::file_isUpToDate()
{
    QFile file(QStringLiteral(RESYNC_SOURCE_DIR "/docs/configuration.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY2(file.readAll().toStdString() == configurationMarkdown(),
             "run: resync-agent config --markdown > docs/configuration.md");
}

void tst_Markdown::text_holdsEverySetting()
{
    const std::string text = configurationMarkdown();
    for (const Setting &line : allSettings())
        QVERIFY2(text.find("| `" + std::string(line.name) + "` |") != std::string::npos,
                 std::string(line.name).c_str());
}

QTEST_APPLESS_MAIN(tst_Markdown)
#include "tst_Markdown.moc"
