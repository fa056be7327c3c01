// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/settings/Settings.h"

#include <QSettings>
#include <QStringList>
#include <QUuid>

#include <algorithm>
#include <array>
#include <memory>

namespace resync::console {

namespace {

/// Every key of the file, with its default. Profiles and views are groups of their own.
template<typename T>
struct Key
{
    const char *name;
    T fallback;
};

constexpr Key<ThemeChoice> ThemeKey{"view/theme", ThemeChoice::System};
constexpr Key<TimeDisplay> TimeDisplayKey{"view/timeDisplay", TimeDisplay::Plan};
constexpr Key<int> ZoomKey{"view/zoomPercent", 100};
constexpr char LanguageKey[] = "view/language";
constexpr char PageKey[] = "view/page";
constexpr char GeometryKey[] = "view/windowGeometry";
constexpr char CurrentProfileKey[] = "connection/current";
constexpr char ProfileIdsKey[] = "connection/ids";

constexpr int SmallestZoom = 50;
constexpr int LargestZoom = 300;

template<typename E>
struct Word
{
    E value;
    const char *text;
};

constexpr std::array ThemeWords = {Word<ThemeChoice>{ThemeChoice::System, "system"},
                                   Word<ThemeChoice>{ThemeChoice::Light, "light"},
                                   Word<ThemeChoice>{ThemeChoice::Dark, "dark"}};
constexpr std::array TimeWords = {Word<TimeDisplay>{TimeDisplay::Plan, "plan"},
                                  Word<TimeDisplay>{TimeDisplay::Local, "local"},
                                  Word<TimeDisplay>{TimeDisplay::Utc, "utc"}};
constexpr std::array EnvironmentWords = {
    Word<Environment>{Environment::Production, "production"},
    Word<Environment>{Environment::Test, "test"},
    Word<Environment>{Environment::Development, "development"}};

template<typename E, std::size_t N>
E fromWord(const std::array<Word<E>, N> &words, const QString &text, E fallback)
{
    for (const auto &word : words)
        if (text == QLatin1String(word.text))
            return word.value;
    return fallback;
}

template<typename E, std::size_t N>
QString toWord(const std::array<Word<E>, N> &words, E value)
{
    for (const auto &word : words)
        if (word.value == value)
            return QLatin1String(word.text);
    return {};
}

QString keyName(const char *name)
{
    return QLatin1String(name);
}

QString profileKey(const QString &id, const char *member)
{
    return QStringLiteral("profile-%1/%2").arg(id, QLatin1String(member));
}

QString viewKey(const QString &view, const char *member)
{
    return QStringLiteral("table-%1/%2").arg(view, QLatin1String(member));
}

/// Ids become group names: letters, digits and hyphens, as made by saveProfile.
bool isUsableId(const QString &id)
{
    return !id.isEmpty() && std::all_of(id.begin(), id.end(), [](QChar c) {
        return c == u'-' || (c.unicode() < 128 && c.isLetterOrNumber());
    });
}

bool isUsableUrl(const QUrl &url)
{
    return url.isValid() && !url.host().isEmpty() &&
           (url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https"));
}

std::unique_ptr<QSettings> openStore(const QString &file)
{
    if (file.isEmpty())
        return std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                           QStringLiteral("resync"), QStringLiteral("console"));
    return std::make_unique<QSettings>(file, QSettings::IniFormat);
}

} // namespace

Settings::Settings(const QString &file)
    : m_store(openStore(file))
{}

Settings::~Settings() = default;

QString Settings::text(const QString &key) const
{
    return m_store->value(key).toString();
}

QList<Profile> Settings::profiles() const
{
    QList<Profile> out;
    const QStringList ids = m_store->value(keyName(ProfileIdsKey)).toStringList();
    for (const QString &id : ids)
        if (const auto found = profile(id))
            out.append(*found);
    return out;
}

std::optional<Profile> Settings::profile(const QString &id) const
{
    const QUrl url(text(profileKey(id, "url")), QUrl::StrictMode);
    if (!isUsableId(id) || !isUsableUrl(url))
        return std::nullopt;
    Profile out;
    out.id = id;
    out.name = text(profileKey(id, "name"));
    out.url = url;
    out.user = text(profileKey(id, "user"));
    out.environment =
        fromWord(EnvironmentWords, text(profileKey(id, "environment")), Environment::Production);
    out.caFile = text(profileKey(id, "caFile"));
    out.readOnly = m_store->value(profileKey(id, "readOnly")).toBool();
    out.allowPlainHttp = m_store->value(profileKey(id, "allowPlainHttp")).toBool();
    return out;
}

QString Settings::saveProfile(Profile profile)
{
    if (!isUsableId(profile.id))
        profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QString &id = profile.id;
    profile.url.setUserInfo(QString()); // a password pasted with the URL stays out of the file
    m_store->setValue(profileKey(id, "name"), profile.name);
    m_store->setValue(profileKey(id, "url"), profile.url.toString(QUrl::FullyEncoded));
    m_store->setValue(profileKey(id, "user"), profile.user);
    m_store->setValue(profileKey(id, "environment"), toWord(EnvironmentWords, profile.environment));
    m_store->setValue(profileKey(id, "caFile"), profile.caFile);
    m_store->setValue(profileKey(id, "readOnly"), profile.readOnly);
    m_store->setValue(profileKey(id, "allowPlainHttp"), profile.allowPlainHttp);

    QStringList ids = m_store->value(keyName(ProfileIdsKey)).toStringList();
    if (!ids.contains(id))
        ids.append(id);
    m_store->setValue(keyName(ProfileIdsKey), ids);
    return id;
}

void Settings::removeProfile(const QString &id)
{
    if (!isUsableId(id))
        return;
    m_store->remove(QStringLiteral("profile-%1").arg(id));
    QStringList ids = m_store->value(keyName(ProfileIdsKey)).toStringList();
    ids.removeAll(id);
    m_store->setValue(keyName(ProfileIdsKey), ids);
    if (currentProfileId() == id)
        setCurrentProfileId({});
}

QString Settings::currentProfileId() const
{
    return text(keyName(CurrentProfileKey));
}

void Settings::setCurrentProfileId(const QString &id)
{
    m_store->setValue(keyName(CurrentProfileKey), id);
}

ThemeChoice Settings::theme() const
{
    return fromWord(ThemeWords, text(keyName(ThemeKey.name)), ThemeKey.fallback);
}

void Settings::setTheme(ThemeChoice theme)
{
    m_store->setValue(keyName(ThemeKey.name), toWord(ThemeWords, theme));
}

int Settings::zoomPercent() const
{
    bool isNumber = false;
    const int percent = m_store->value(keyName(ZoomKey.name)).toInt(&isNumber);
    return isNumber ? std::clamp(percent, SmallestZoom, LargestZoom) : ZoomKey.fallback;
}

void Settings::setZoomPercent(int percent)
{
    m_store->setValue(keyName(ZoomKey.name), std::clamp(percent, SmallestZoom, LargestZoom));
}

QString Settings::language() const
{
    return text(keyName(LanguageKey));
}

void Settings::setLanguage(const QString &language)
{
    m_store->setValue(keyName(LanguageKey), language);
}

TimeDisplay Settings::timeDisplay() const
{
    return fromWord(TimeWords, text(keyName(TimeDisplayKey.name)), TimeDisplayKey.fallback);
}

void Settings::setTimeDisplay(TimeDisplay display)
{
    m_store->setValue(keyName(TimeDisplayKey.name), toWord(TimeWords, display));
}

QString Settings::page() const
{
    return text(keyName(PageKey));
}

void Settings::setPage(const QString &page)
{
    m_store->setValue(keyName(PageKey), page);
}

QByteArray Settings::windowGeometry() const
{
    return m_store->value(keyName(GeometryKey)).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray &geometry)
{
    m_store->setValue(keyName(GeometryKey), geometry);
}

QByteArray Settings::headerState(const QString &view) const
{
    return m_store->value(viewKey(view, "header")).toByteArray();
}

void Settings::setHeaderState(const QString &view, const QByteArray &state)
{
    m_store->setValue(viewKey(view, "header"), state);
}

QString Settings::filterText(const QString &view) const
{
    return text(viewKey(view, "filter"));
}

void Settings::setFilterText(const QString &view, const QString &text)
{
    m_store->setValue(viewKey(view, "filter"), text);
}

bool Settings::sync()
{
    m_store->sync();
    return m_store->status() == QSettings::NoError && m_store->isWritable();
}

QString Settings::fileName() const
{
    return m_store->fileName();
}

} // namespace resync::console
