// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/CommandLine.h"

#include "resync/Version.h"

#include <QCommandLineParser>
#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

struct Parser
{
    QCommandLineParser parser;
    QCommandLineOption url{u"url"_s, u"Connect to the Resync agent at this URL."_s, u"URL"_s};
    QCommandLineOption user{u"user"_s, u"Sign in as this user."_s, u"NAME"_s};
    QCommandLineOption page{
        u"page"_s, u"Show overview, workload, metrics, cache or configuration."_s, u"PAGE"_s};
    QCommandLineOption theme{u"theme"_s, u"Use the light or the dark theme."_s, u"THEME"_s};
    QCommandLineOption language{u"lang"_s, u"Speak en or pt_BR."_s, u"LANGUAGE"_s};
    QCommandLineOption screenshot{
        u"screenshot"_s, u"Write a PNG of the window once it shows data, then end."_s, u"FILE"_s};
    QCommandLineOption size{u"size"_s, u"Size of the window, as 1366x768."_s, u"WxH"_s};
    QCommandLineOption help{{u"h"_s, u"help"_s}, u"Print this help."_s};
    QCommandLineOption version{{u"v"_s, u"version"_s}, u"Print the version."_s};

    Parser()
    {
        parser.setApplicationDescription(
            u"The console of Resync.\n\n"
            "The password comes from the file that RESYNC_PASSWORD_FILE names, else from the "
            "keychain."_s);
        parser.addOptions({url, user, page, theme, language, screenshot, size, help, version});
    }
};

tl::unexpected<Error> wrong(const QString &option, const QString &takes)
{
    return fail(ErrorKind::InvalidInput, u"--%1 takes %2"_s.arg(option, takes).toStdString());
}

Result<> readUrl(const Parser &given, Options &options)
{
    if (!given.parser.isSet(given.url))
        return {};
    const QUrl url(given.parser.value(given.url), QUrl::StrictMode);
    if (checkEndpoint({url, {}, {}, true}) == ConnectionTrouble::BadUrl)
        return wrong(u"url"_s, u"an http or https URL with a host"_s);
    options.url = url;
    return {};
}

Result<> readLook(const Parser &given, Options &options)
{
    if (given.parser.isSet(given.page)) {
        options.page = pageFromWord(given.parser.value(given.page));
        if (!options.page)
            return wrong(u"page"_s, u"overview, workload, metrics, cache or configuration"_s);
    }
    if (given.parser.isSet(given.theme)) {
        const QString theme = given.parser.value(given.theme);
        if (theme != u"light" && theme != u"dark")
            return wrong(u"theme"_s, u"light or dark"_s);
        options.scheme = theme == u"dark" ? Scheme::Dark : Scheme::Light;
    }
    options.language = given.parser.value(given.language);
    if (!options.language.isEmpty() && options.language != u"en" && options.language != u"pt_BR")
        return wrong(u"lang"_s, u"en or pt_BR"_s);
    return {};
}

Result<> readSize(const Parser &given, Options &options)
{
    if (!given.parser.isSet(given.size))
        return {};
    static const QRegularExpression pattern(u"^(\\d{3,4})x(\\d{3,4})$"_s);
    const QRegularExpressionMatch match = pattern.match(given.parser.value(given.size));
    if (!match.hasMatch())
        return wrong(u"size"_s, u"width x height in pixels, as 1366x768"_s);
    options.size = QSize(match.captured(1).toInt(), match.captured(2).toInt());
    return {};
}

} // namespace

Result<Options> parseCommandLine(const QStringList &arguments)
{
    Parser given;
    if (!given.parser.parse(arguments))
        return fail(ErrorKind::InvalidInput, given.parser.errorText().toStdString());
    if (!given.parser.positionalArguments().isEmpty())
        return fail(ErrorKind::InvalidInput,
                    u"unexpected argument: %1"_s.arg(given.parser.positionalArguments().first())
                        .toStdString());
    Options options;
    if (given.parser.isSet(given.help))
        options.text = given.parser.helpText();
    else if (given.parser.isSet(given.version))
        options.text = u"resync-console %1\n"_s.arg(QLatin1String(Version));
    options.user = given.parser.value(given.user);
    options.screenshot = given.parser.value(given.screenshot);
    if (auto read = readUrl(given, options); !read)
        return tl::unexpected(read.error());
    if (auto read = readLook(given, options); !read)
        return tl::unexpected(read.error());
    if (auto read = readSize(given, options); !read)
        return tl::unexpected(read.error());
    return options;
}

} // namespace resync::console
