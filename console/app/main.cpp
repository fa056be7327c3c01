// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/CommandLine.h"
#include "console/app/ConsoleApp.h"

#include "resync/Version.h"

#include <QApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    using namespace resync::console;

    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    // Before the application: --help has to work without a display.
    const auto options = parseCommandLine(arguments);
    if (!options) {
        std::fprintf(stderr, "resync-console: %s\n", options.error().message.c_str());
        return 2;
    }
    if (!options->text.isEmpty()) {
        std::fputs(qPrintable(options->text), stdout);
        return 0;
    }

    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("resync"));
    QApplication::setApplicationName(QStringLiteral("resync-console"));
    QApplication::setApplicationVersion(QString::fromLatin1(resync::Version));
    ConsoleApp console(application, *options);
    console.start();
    return QApplication::exec();
}
